import { expect, it } from 'vitest'
import type { ExaminedFolder } from '@/lib/doctor/report/examined'
import { getPaint } from './paint'
import { toDoctorText } from './text'

const examined: ExaminedFolder = {
  folder: '/opt/flink/conf',
  name: 'Or\u001bders',
  flinkVersion: '1.20.1',
  versionAssumed: true,
  mode: 'zookeeper',
  files: { masters: 'a:1\na:1\n' },
  elsewhere: {},
  findings: [
    {
      id: 'x',
      rule: 'masters/duplicate-line',
      severity: 'error',
      sentence: 'a:1 stands twice.',
      why: 'The port is taken.',
      source: { text: 's', url: null },
      whatToDo: 'Remove it.',
      places: [
        { file: 'masters', line: 2, key: null },
        { file: 'masters', line: 1, key: null },
      ],
      fix: [{ file: 'masters', edits: [{ kind: 'remove', line: 2 }] }],
      canBeWrong: 'c',
    },
  ],
}

it('A finding is written with severity, sentence, reason, remedy and place, and its fix as a diff on request', () => {
  const paint = getPaint({ stdout: { write: () => true }, env: {} })
  const text = [
    'Or\uFFFDders: /opt/flink/conf Flink 1.20.1 (assumed), high availability in ZooKeeper',
    '',
    'masters',
    '  error    a:1 stands twice.',
    '           Why: The port is taken.',
    '           Do:  Remove it.',
    '           masters:2, masters:1  masters/duplicate-line',
    '',
  ]
  expect(toDoctorText([examined], { diff: false, paint, columns: 80, cwd: '/home' }).split('\n')).toEqual([
    ...text,
    '1 error, 0 warnings, 0 notes. 1 can be fixed: --diff shows how.',
    '',
    '',
  ])
  expect(toDoctorText([examined], { diff: true, paint, columns: 80, cwd: '/home' }).split('\n')).toEqual([
    ...text,
    '--- a/masters',
    '+++ b/masters',
    '@@ -1,2 +1,1 @@',
    ' a:1',
    '-a:1',
    '',
    '1 error, 0 warnings, 0 notes.',
    '',
    '',
  ])
})

it('A finding is coloured only at a terminal that allows colours', () => {
  const paint = (isTTY: boolean, env: Record<string, string>) => getPaint({ stdout: { write: () => true, isTTY }, env })('error', 'x')
  expect([paint(true, {}), paint(false, {}), paint(true, { NO_COLOR: '1' }), paint(true, { TERM: 'dumb' })]).toEqual([
    '\u001b[1;31mx\u001b[0m',
    'x',
    'x',
    'x',
  ])
})
