import { afterAll, beforeAll, expect, it } from 'vitest'
import { pickVersionOfDay, startLab, type Lab } from '@/e2e/lab'
import type { LastLog } from '@/lib/model/last-log'
import { startControl, type Control } from '../testing/start-control'

const flink = pickVersionOfDay('2.3.0', process.env.UNDERSTUDY_LAST_LOG_FLINK)

let lab: Lab
let control: Control
beforeAll(async () => {
  lab = await startLab({ flink, masters: 2, jobs: 0, taskManagers: 0 })
  control = await startControl({ confDir: lab.confDir, flinkHome: lab.flinkHome })
})
afterAll(async () => {
  await control?.close()
  await lab?.close()
})

const find = (master: string) => control.snapshot().jobManagers.find((one) => one.master === master)!
async function readKnown(master: string): Promise<Extract<LastLog, { known: true }>> {
  const log = await control.operations.readLastLog(control.id, master)
  expect(log, log.known ? '' : log.reason).toMatchObject({ known: true })
  return log as Extract<LastLog, { known: true }>
}

it('The last lines of a killed leader are those of its own log, by its session and after the takeover by its address, and its exit is one event', async () => {
  await control.until(
    'a leader and a standby',
    ({ leader, jobManagers }) => leader?.process === 'running' && jobManagers.some(({ role }) => role === 'standby'),
  )
  const { master, zkSessionId } = control.snapshot().leader!
  expect(await control.operations.readLastLog(control.id, master!)).toMatchObject({
    known: false,
    reason: expect.stringMatching(/^It is read when/) as string,
  })
  await control.until('its process is known', () => find(master!).process !== null)
  const { pid } = find(master!).process!
  const died = Date.now()
  process.kill(pid, 'SIGKILL')
  await control.until('it is gone', () => control.snapshot().leader?.process === 'gone')
  await control.until('the answer of before is not kept any more', () => Date.now() > died + 1_500)
  const first = await readKnown(master!)
  expect(first).toMatchObject({
    host: 'localhost',
    proof: 'session',
    file: expect.stringMatching(/\/flink-.*-standalonesession-\d+-.*\.log$/) as string,
  })
  expect(Date.parse(first.modifiedAt)).toBeLessThan(died + 2_000)
  expect(first.lines.some((line) => line.includes(`session id = ${zkSessionId}`) || line.includes('INFO'))).toBe(true)
  expect(first.lines.join('\n')).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/)
  await control.until('the standby leads', ({ leader }) => leader !== null && leader.master !== master && leader.process === 'running')
  await new Promise((resolve) => setTimeout(resolve, 10_100))
  const second = await readKnown(master!)
  expect(second).toEqual({ ...first, proof: 'address' })
  const told = control.snapshot().events.filter(({ kind, subject }) => subject === master && (kind === 'role' || kind === 'process'))
  expect(told.map(({ text }) => text).filter((text) => /exited|gone|down|reached|left|starting/.test(text))).toEqual([`${master} exited`])
})
