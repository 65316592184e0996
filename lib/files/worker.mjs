// The thread that reads files. A call on a hanging network share never returns and cannot be cancelled: here it blocks
// this thread alone, and not one of the few that Node's own file reads and name look-ups share.
// Plain JavaScript, because Node loads it by its path.
import { closeSync, constants, fstatSync, lstatSync, opendirSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

/** [0]: place of the present call in the batch, from 1, which names the hanging call to the waiter. [1]: 1 when the rest is not needed. */
const at = new Int32Array(workerData.at)
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function toLook(stats) {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'other'
  return { kind, bytes: stats.size, modifiedAt: stats.mtimeMs, device: stats.dev, inode: stats.ino }
}

function list(folder, most) {
  const names = []
  const open = opendirSync(folder)
  try {
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
      if (names.length >= most) return { names, isCut: true }
      names.push(entry.name)
    }
    return { names, isCut: false }
  } finally {
    open.closeSync()
  }
}

/** The size is a hint only: the file may grow while it is read. The largest buffer would be megabytes for a few hundred bytes. */
function readBytes(file, size, most) {
  let buffer = Buffer.alloc(Math.min(size, most) + 1)
  let length = 0
  while (length <= most) {
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(buffer.length * 2 + 4096, most + 1))
    const read = readSync(file, buffer, length, buffer.length - length, length)
    if (read === 0) break
    length += read
  }
  return { bytes: buffer.subarray(0, Math.min(length, most)), isCut: length > most }
}

function read(path, most) {
  // Without O_NONBLOCK opening a named pipe waits for a writer, for ever.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const look = toLook(fstatSync(file))
    if (look.kind !== 'file') return { ...look, text: null, isCut: false }
    const { bytes, isCut } = readBytes(file, look.bytes, most)
    return { ...look, text: utf8.decode(bytes), isCut }
  } finally {
    closeSync(file)
  }
}

const calls = {
  stat: (path) => toLook(statSync(path)),
  lstat: (path) => toLook(lstatSync(path)),
  list,
  read,
  realpath: (path) => realpathSync.native(path),
}

function answer({ what, path, most }, place) {
  if (Atomics.load(at, 1) === 1) return { code: 'given up' }
  Atomics.store(at, 0, place + 1)
  try {
    return { value: calls[what](path, most) }
  } catch (error) {
    return { code: typeof error?.code === 'string' ? error.code : 'unknown error' }
  }
}

parentPort.on('message', (batch) => {
  const answers = batch.map(answer)
  Atomics.store(at, 0, 0)
  parentPort.postMessage(answers)
})
