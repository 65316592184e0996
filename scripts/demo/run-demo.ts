import { mkdir } from 'node:fs/promises'
import { LabError, startLab, type Lab } from '@/e2e/lab'
import { getOwnIdentity } from '@/e2e/lab/cluster/lab-folder'
import { getFlinkVersion } from '@/e2e/lab/distribution/flink'
import { writeRecord } from '@/e2e/lab/process/record'
import { ensureBuild } from '../setup/build.mjs'
import { SetupError } from '../setup/root.mjs'
import { createSteps, type Steps } from '../setup/steps.mjs'
import { getClosingWords } from './closing-words'
import { openBrowser, startDemoConsole, type RunningConsole } from './console'
import { demoHelp, parseDemoOptions, type DemoOptions } from './options'
import { checkPorts, deriveDemoPorts } from './ports'
import { clearRunFolder, clusterFolder, endLeftovers, findRunningDemo, getLeftovers, runFolder, stopDemo } from './run-folder'
import { createStopper, type Stopper } from './stopper'

/** The whole demo; resolves with the exit code once everything it started is ended. */
export async function runDemo(args: string[]): Promise<number> {
  const steps = createSteps()
  try {
    const options = parseDemoOptions(args)
    if (options.help) return (steps.say(demoHelp), 0)
    if (options.stop) return (steps.say(await stopDemo()), 0)
    await prepare(options, steps)
    return await runUntilStopped(options, steps)
  } catch (error) {
    steps.failed()
    if (!(error instanceof LabError || error instanceof SetupError)) throw error
    console.error(`\n${error.message}`)
    return 1
  }
}

async function prepare(options: DemoOptions, steps: Steps): Promise<void> {
  const running = findRunningDemo()
  if (running)
    throw new SetupError(
      `A demo is running here already (pid ${running.pid}). End it with Ctrl-C in its terminal, or: npm run demo -- --stop`,
    )
  if (getLeftovers().length > 0) {
    steps.step('Ending what an earlier demo left behind')
    await endLeftovers(1000)
  }
  await checkPorts(deriveDemoPorts(options), options)
  await checkOwnFlink(options)
  await clearRunFolder()
  await mkdir(runFolder, { recursive: true })
  writeRecord(runFolder, { owner: getOwnIdentity(), processes: [] })
}

async function checkOwnFlink({ flink }: DemoOptions): Promise<void> {
  const home = process.env.FLINK_HOME
  if (!home || !flink) return
  const version = await getFlinkVersion(home)
  if (version !== flink)
    throw new SetupError(`FLINK_HOME is a Flink ${version}, but --flink asks for ${flink}. Unset FLINK_HOME, or leave --flink out.`)
}

async function runUntilStopped(options: DemoOptions, steps: Steps): Promise<number> {
  const stopper = createStopper(steps)
  let lab: Lab | null = null
  try {
    lab = await startCluster(options, steps, stopper)
    const running = options.console ? await startConsole(lab, options, steps, stopper) : null
    steps.say(await getClosingWords(lab, running))
    if (running && options.open) openBrowser(running.link)
    return await stopper.stopped
  } catch (error) {
    if (!stopper.signal.aborted) throw error
    return await stopper.stopped
  } finally {
    const isRequested = stopper.signal.aborted
    if (isRequested) steps.step('Ending everything the demo started')
    await endLeftovers(3000)
    stopper.release()
    // Otherwise the step that failed is still open, and gets its cross.
    if (isRequested) steps.done()
  }
}

function startCluster(options: DemoOptions, steps: Steps, stopper: Stopper): Promise<Lab> {
  const ports = deriveDemoPorts(options)
  return startLab({
    folder: clusterFolder,
    flinkHome: process.env.FLINK_HOME,
    flink: options.flink ?? '2.3.0',
    masterPorts: ports.masters,
    quorum: options.quorum,
    zooKeeperPorts: ports.zooKeepers,
    peerPorts: ports.peers,
    jobs: options.jobs,
    // Flink's own, as the seed's example leaves it.
    sessionTimeoutMs: null,
    say: steps,
    signal: stopper.signal,
  })
}

async function startConsole(lab: Lab, options: DemoOptions, steps: Steps, stopper: Stopper): Promise<RunningConsole> {
  await ensureBuild(steps)
  stopper.signal.throwIfAborted()
  steps.step('Starting the console')
  const record = (identity: { pid: number; startedAt: string }) =>
    writeRecord(runFolder, { owner: getOwnIdentity(), processes: [{ name: 'console', ...identity }] })
  const running = await startDemoConsole(options.port, lab.confDir, lab.flinkHome, record)
  running.child.on('exit', (code) => stopper.stop(`The console exited (code ${code}); its log is ${runFolder}/console.log.`, 1))
  return running
}
