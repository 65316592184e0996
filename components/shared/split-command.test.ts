import { expect, it } from 'vitest'
import { splitCommand } from './split-command'

it('A command at the end of a step gets a line of its own', () => {
  expect(splitCommand('Start it again on jm1: `bin/jobmanager.sh start jm1 8081`')).toEqual({
    text: 'Start it again on jm1:',
    command: 'bin/jobmanager.sh start jm1 8081',
  })
  expect(splitCommand('Run three members on three hosts.')).toEqual({ text: 'Run three members on three hosts.', command: null })
})
