// `npm run status`: the public status pages alone. Plain Node until the dependencies are installed.
import { parseArgs } from 'node:util'
import { getPort } from './setup/console.mjs'
import { checkNode, ensureModules } from './setup/modules.mjs'
import { root } from './setup/root.mjs'
import { runMain } from './setup/run-main.mjs'
import { createSteps } from './setup/steps.mjs'

const help = `npm run status [-- options]

Serves the public status pages and nothing else, from what the console wrote into its database: the data folder
(UNDERSTUDY_DATA_DIR) or DATABASE_URL. Console, ZooKeeper and Flink may all be down; pages then say how old they are.

  -H, --hostname HOST   address to listen on (default 127.0.0.1); these pages are public, so any address may be named
  -p, --port PORT       default 8090
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
  const port = getPort(values.port ?? '8090')
  // HOST and PORT are the console's; a value exported for it does not concern this server.
  delete process.env.HOST
  delete process.env.PORT
  await ensureModules(createSteps())
  process.chdir(root)
  const { register } = await import('tsx/esm/api')
  register({ tsconfig: `${root}/scripts/cli/tsconfig.json` })
  const { serveStatus } = await import('./status/serve-status.ts')
  await serveStatus({ host: values.hostname ?? '127.0.0.1', port })
}

await runMain(main)
// What it opened before it failed would keep it alive.
if (process.exitCode) process.exit()
