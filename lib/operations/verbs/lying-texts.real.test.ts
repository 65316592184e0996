import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pickVersionOfDay, startLab, waitUntil, type Lab, type Master } from '@/e2e/lab'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { getJournal } from '@/lib/journal/database'
import { createZooKeeperClient } from '@/lib/sources/zookeeper/client'
import { readElection } from '@/lib/takeover/election/read-election'
import { readIdentities } from '@/lib/takeover/notes/noted-identities'
import { startControl, type Control } from '../testing/start-control'

/** What a JobManager serves may be another one’s text: operations must act on the right process (review of 42f44e8, O1 to O3). */
const flink = pickVersionOfDay('1.20.1', process.env.UNDERSTUDY_TEXTS_FLINK)
let lab: Lab
let control: Control

/** As after a cleaner of /tmp: Flink’s scripts number log files by the lines of this file, and each start gets this number, which no other has. */
function forgetPids(): void {
  for (const name of readdirSync(lab.settings.pidFolder!).filter((file) => file.includes('standalonesession')))
    writeFileSync(join(lab.settings.pidFolder!, name), 'stopped\n'.repeat(7))
}
const find = (master: string) => control.snapshot().jobManagers.find((jm) => jm.master === master)!
const answers = (master: string) =>
  fetch(`http://${master}/config`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status,
    () => null,
  )
const untilAnswers = (master: string) =>
  waitUntil(`${master} answers`, { within: 180_000, every: 200 }, async () => (await answers(master)) !== null)
const readLog = (master: string) =>
  fetch(`http://${master}/jobmanager/log`, { signal: AbortSignal.timeout(5_000) }).then(
    (answer) => answer.text(),
    () => '',
  )
const findSession = async (master: string) =>
  /session id = 0x0*(\w+),/.exec(
    (await readLog(master)).split('\n').findLast((line) => line.includes('Session establishment complete')) ?? '',
  )?.[1] ?? null
const refusalOf = (kind: 'fenced-takeover' | 'hand-over') =>
  control.start({ kind }).then(
    () => 'begun',
    ({ message }: { message: string }) => message,
  )

/** Until the session that its log names is in line: one that is frozen before that takes no part. */
async function startAgain(one: Master): Promise<void> {
  await one.start()
  await waitUntil(`${one.master} stands in line`, { within: 180_000, every: 300 }, async () =>
    (await readLine()).includes(`0x${await findSession(one.master)}`),
  )
}
async function readLine(): Promise<string[]> {
  const client = createZooKeeperClient({ servers: lab.settings.connectString })
  const { latches } = await readElection({ client, root: '/flink/default', names: {} }, { withLocks: false }).finally(() => client.close())
  return latches.map(({ owner }) => owner)
}
/** JobManagers that are started from now on request sessions of this timeout. */
function setSessionTimeout(ms: number): void {
  const file = join(lab.confDir, flink.startsWith('2.') ? 'config.yaml' : 'flink-conf.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/session-timeout: \d+/, `session-timeout: ${ms}`))
}

beforeAll(async () => {
  // As many RPC ports as JobManagers: one that is started again gets the port of the one that died. Its session outlives that start on a
  // busy machine, too.
  const ports = await getFreePorts(3)
  lab = await startLab({
    flink,
    masters: 3,
    jobs: 0,
    taskManagers: 0,
    sessionTimeoutMs: 180_000,
    more: { 'high-availability.jobmanager.port': ports.join(',') },
  })
  control = await startControl({ confDir: lab.confDir, flinkHome: lab.flinkHome })
})
afterAll(async () => {
  await control?.close()
  await lab?.close()
})

it(`Flink ${flink}: a dead leader restarted on the same ports leads nothing until its old latch is fenced, taken ports or not`, async () => {
  await control.untilAllIdentified(3)
  const before = await control.until(
    'there is a leader with two standbys',
    ({ leader, jobManagers }) =>
      leader?.process === 'running' && jobManagers.filter(({ role }) => role === 'standby').length === 2 && leader,
  )
  const leader = lab.masters.find(({ master }) => master === before.master)!
  const { rpcPort } = find(leader.master)
  await leader.kill()
  await control.until('its death is seen', ({ leader: seen }) => seen?.process === 'gone')
  const claims: string[] = []
  const stop = control.console.subscribe(
    control.id,
    ({ snapshot: { leader: seen, verdict } }) =>
      void (
        seen?.leaderSessionId === before.leaderSessionId &&
        (seen.process === 'running' || verdict.level === 'at-risk') &&
        claims.push(`${verdict.level}: ${seen.processDetail}`)
      ),
  )
  await leader.start()
  await untilAnswers(leader.master)
  await control.until(
    'its successor is seen',
    () => find(leader.master).rpcPort === rpcPort || find(leader.master).webUi.reachable === true,
  )
  expect(control.snapshot().leader?.leaderSessionId).toBe(before.leaderSessionId)
  const record = await control.ended(await control.start({ kind: 'fenced-takeover' }))
  stop?.()
  expect(claims).toEqual([])
  expect(record, record.result ?? '').toMatchObject({ state: 'done' })
  expect(record.steps.find(({ id }) => id === 'prove')?.detail).toMatch(/is gone; on its ports listens a later process/)
})

describe(`Flink ${flink}: two JobManagers that write one log file, one of them unreadable when the console starts`, () => {
  let [led, first, twin] = [] as unknown as [Master, Master, Master]

  it('Two JobManagers that write one log file are both shown as they are, and neither is taken for the other', async () => {
    const leads = control.snapshot().leader!.master
    led = lab.masters.find(({ master }) => master === leads)!
    ;[first, twin] = lab.masters.filter((one) => one !== led) as [Master, Master]
    await control.close()
    await Promise.all([first, twin].map((one) => one.stop()))
    setSessionTimeout(8_000)
    forgetPids()
    await startAgain(first)
    forgetPids()
    // It stays away for as long as a console needs to see that.
    setSessionTimeout(180_000)
    await startAgain(twin)
    // The log that both serve names the session of the one that was started last.
    const session = `0x${await findSession(twin.master)}`
    expect(`0x${await findSession(first.master)}`).toBe(session)
    await twin.freeze()
    control = await startControl({ confDir: lab.confDir, flinkHome: lab.flinkHome })
    await control.until(
      'the other is seen with the session of the frozen one',
      () =>
        find(first.master)?.webUi.reachable === true &&
        find(twin.master)?.processState === 'frozen' &&
        find(first.master).zkSessionId !== null,
    )
    twin.resume()
    await control.until('its log is known to be shared', () =>
      find(first.master).roleDetail.includes(`writes the same log file as ${twin.master}`),
    )
    expect(find(first.master)).toMatchObject({ role: 'unknown', inLine: null, zkSessionId: null, proof: null, processState: 'running' })
    const identities = await readIdentities(await getJournal(), control.id)
    for (const { identity, zkSessionId } of identities.values()) if (zkSessionId === session) expect(identity.pid).toBe(twin.pid)
    expect(control.snapshot().events.map(({ text }) => text)).toContainEqual(expect.stringMatching(/^A proof is dropped[.:] /))
  })

  it('Nothing is fenced while either of two indistinct JobManagers could lead', async () => {
    await led.stop()
    await control.until(`${first.master} leads`, ({ leader }) => leader?.master === first.master && leader.process === 'running')
    expect(await refusalOf('hand-over')).toMatch(/It is not proven which process leads|No standby is (?:proven to be )?in line/)
    await first.kill()
    await control.until('its death is seen', ({ leader }) => leader?.process === 'gone' && leader.master === first.master)
    expect(await refusalOf('fenced-takeover')).toMatch(/It is not proven which process leads|No standby is (?:proven to be )?in line/)
    await control.until(
      `${twin.master} leads when the session has ended`,
      ({ leader }) => leader?.master === twin.master && leader.process === 'running',
    )
    expect(await refusalOf('fenced-takeover')).toMatch(/The leader runs|No standby is (?:proven to be )?in line/)
    expect(twin.isRunning()).toBe(true)
  })
})
