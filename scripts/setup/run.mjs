import { spawn } from 'node:child_process'
import { root } from './root.mjs'

/** Runs a command in the checkout and returns { code, output }; `inherit` shows its output as it comes. Rejects if it cannot be started. */
export function run(command, args, { inherit = false, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const listen = (chunk) => (output = (output + chunk).slice(-40_000))
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: signal ? 1 : code, output }))
  })
}
