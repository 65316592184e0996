import { spawn } from 'node:child_process'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LabError } from '@/e2e/lab/errors'
import { getPython } from './python'
import type { Say } from './say'

export interface PackageRequest {
  name: string
  version: string
  kind: 'wheel' | 'sdist'
  /** Python version of the wheel to download, e.g. 3.11: named, so that it works with any installed Python. */
  python?: string
  /** Folder to download into; must be empty but for earlier downloads. */
  folder: string
  say: Say
}

// The parts used (bin, conf, java) are the same in every platform's wheel, so one platform serves all machines.
const platforms = ['manylinux1_x86_64', 'manylinux_2_5_x86_64', 'manylinux2014_x86_64', 'manylinux_2_17_x86_64']

/** Downloads one package, no dependencies, and returns the file. Throws LabError with what to do. */
export async function downloadPackage(request: PackageRequest): Promise<string> {
  const python = await getPython()
  const target = join(request.folder, request.name)
  const temporary = join(request.folder, 'pip-tmp')
  await mkdir(target, { recursive: true })
  await mkdir(temporary, { recursive: true })
  const args = ['-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--disable-pip-version-check', '--retries', '2', '-d', target]
  if (request.kind === 'wheel') {
    args.push('--only-binary=:all:', '--python-version', request.python ?? '3.11')
    for (const platform of platforms) args.push('--platform', platform)
  } else {
    args.push('--no-binary', request.name)
  }
  args.push(`${request.name}==${request.version}`)
  await runPip(python, args, temporary, request)
  const file = (await readdir(target)).find((name) => name.endsWith('.whl') || name.endsWith('.tar.gz'))
  if (!file) throw new LabError('start-failed', `pip said it downloaded ${request.name} ${request.version}, but left no file in ${target}.`)
  return join(target, file)
}

function runPip(python: string, args: string[], temporary: string, request: PackageRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, { env: { ...process.env, TMPDIR: temporary }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const listen = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-64_000))
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    // pip draws no bar into a pipe; the file it writes into TMPDIR shows the same.
    const timer = setInterval(() => void reportSize(temporary, output, request), 300)
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(timer)
      if (code === 0) resolve()
      else reject(toPipError(output, request))
    })
  })
}

async function reportSize(folder: string, output: string, request: PackageRequest): Promise<void> {
  const total = /Downloading [^\n]*\(([\d.]+) MB\)/.exec(output)?.[1]
  const bytes = await getFolderBytes(folder).catch(() => 0)
  if (total && bytes > 0)
    request.say.progress(
      `${request.name} ${request.version}: ${Math.min(bytes / 1e6, Number(total)).toFixed(0)} of ${Number(total).toFixed(0)} MB`,
    )
}

async function getFolderBytes(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && /\.(whl|gz)$/.test(entry.name))
      bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0
  }
  return bytes
}

function toPipError(output: string, { name, version }: PackageRequest): LabError {
  if (/No space left|Errno 28/i.test(output)) {
    return new LabError(
      'no-disk',
      `There is no space left to download ${name} ${version}: it needs about 1.5 GB for a moment. Free some, or set XDG_CACHE_HOME to a larger disk.`,
    )
  }
  // Order matters: without a network pip also ends with "No matching distribution".
  if (
    /NewConnectionError|Temporary failure in name resolution|ConnectionError|ConnectTimeout|Read timed out|Network is unreachable|Max retries|ProxyError|SSLError/i.test(
      output,
    )
  ) {
    return new LabError(
      'no-network',
      `PyPI could not be reached to download ${name} ${version}. Check the network (or pip's index and proxy settings), or set FLINK_HOME to a Flink that is already here.`,
    )
  }
  if (/No matching distribution|from versions:/i.test(output)) {
    return new LabError('no-such-version', `PyPI has no ${name} ${version}. Choose a Flink from 1.13.6 to 2.3.0 with --flink.`)
  }
  const last = output.trim().split('\n').slice(-3).join(' ')
  return new LabError('start-failed', `pip could not download ${name} ${version}: ${last}`)
}
