import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root, SetupError } from './root.mjs'

/** Runs a script. When it fails, the sentence for the person at the terminal; the exit code is 2 for arguments that cannot be read, else 1. */
export function runMain(main) {
  return main().catch((error) => {
    const isUsage = String(error?.code).startsWith('ERR_PARSE_ARGS')
    console.error(error instanceof SetupError || isUsage ? error.message : error)
    process.exitCode = isUsage ? 2 : 1
  })
}

/** Runs a TypeScript file in a process of its own, with the same arguments, and exits as it does. */
export function spawnScript(file) {
  const child = spawn(
    process.execPath,
    // react-server: how `server-only` is resolved outside Next, for the parts of the server that these scripts use.
    ['--conditions=react-server', '--import', 'tsx', join(root, file), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  )
  // The child ends what it started; this process only waits for it. SIGINT reaches it by itself.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  child.on('exit', (code, signal) => (process.exitCode = signal ? 1 : (code ?? 1)))
}
