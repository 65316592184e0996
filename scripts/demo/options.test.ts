import { describe, expect, it } from 'vitest'
import { parseDemoOptions } from './options'

describe('the demo’s options', () => {
  it('The demo’s options are those of the seed by default', () => {
    expect(parseDemoOptions([])).toEqual({
      flink: null,
      quorum: 1,
      masters: 2,
      jobs: 1,
      port: 8080,
      open: true,
      console: true,
      stop: false,
      help: false,
    })
  })

  it('The demo accepts every flag', () => {
    const args = ['--flink', '1.20.1', '--quorum', '3', '--masters', '3', '--jobs', '0', '--port', '8090', '--no-open', '--no-console']
    expect(parseDemoOptions(args)).toEqual({
      flink: '1.20.1',
      quorum: 3,
      masters: 3,
      jobs: 0,
      port: 8090,
      open: false,
      console: false,
      stop: false,
      help: false,
    })
  })

  it.each([
    [['--quorum', '2'], /1 or 3/],
    [['--quorum', '5'], /from 1 to 3/],
    [['--masters', '0'], /--masters takes a number from 1 to 9/],
    [['--jobs', '-1'], /--jobs/],
    [['--jobs', '1e3'], /--jobs takes/],
    [['--port', '0'], /no valid port/],
    [['--port', '65536'], /no valid port/],
    [['--bogus'], /--bogus[\s\S]*npm run demo/],
    [['left', 'over'], /npm run demo/],
  ])('The demo’s options %j are refused with an explanation', (args, sentence) => {
    expect(() => parseDemoOptions(args)).toThrow(sentence)
  })
})
