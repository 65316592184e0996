import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** What fits into one packet is not worth compressing. */
const leastBytes = 1_024
const compressible = /\.(?:js|css|svg)$/

/**
 * Compresses a build's static files once, instead of at each request: X.br and X.gz, under the same paths in `target`.
 * @returns how many
 */
export function compressStatic(source, target) {
  rmSync(target, { recursive: true, force: true })
  const names = readdirSync(source, { recursive: true }).filter((name) => compressible.test(name))
  let count = 0
  for (const name of names) {
    const content = readFileSync(join(source, name))
    if (content.length < leastBytes) continue
    mkdirSync(dirname(join(target, name)), { recursive: true })
    writeFileSync(join(target, `${name}.br`), brotliCompressSync(content))
    writeFileSync(join(target, `${name}.gz`), gzipSync(content, { level: 9 }))
    count++
  }
  return count
}
