// `npm start`: the console for the operator's own clusters. Plain Node, so that it works right after `git clone`.
import { parseArgs } from 'node:util'
import { ensureBuild } from './setup/build.mjs'
import { findExposure, findHomeProblem, getHost, getPort, spawnConsole } from './setup/console.mjs'
import { checkNode, ensureModules } from './setup/modules.mjs'
import { runMain } from './setup/run-main.mjs'
import { createSteps } from './setup/steps.mjs'

const help = `npm start [-- options]

Starts the console for your own clusters. One cluster: set FLINK_HOME or FLINK_CONF_DIR.
Several: name them in understudy.yaml.

  -H, --hostname HOST   address to listen on (default 127.0.0.1, or HOST)
  -p, --port PORT       default 8080, or PORT
  -h, --help`

const options = {
  hostname: { type: 'string', short: 'H' },
  port: { type: 'string', short: 'p' },
  help: { type: 'boolean', short: 'h' },
}

async function main() {
  const { values } = parseArgs({ options })
  if (values.help) return console.log(help)
  checkNode()
  // Before anything slow: impossible values are refused at once.
  const host = getHost(values.hostname ?? process.env.HOST)
  const port = getPort(values.port ?? process.env.PORT)
  const steps = createSteps()
  await ensureModules(steps)
  await ensureBuild(steps)
  const exposure = findExposure(host)
  const homeProblem = findHomeProblem()
  for (const sentence of [exposure, homeProblem]) if (sentence !== null) steps.say(sentence)
  const child = spawnConsole({ host, port })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => (process.exitCode = signal ? 0 : (code ?? 1)))
}

await runMain(main)
