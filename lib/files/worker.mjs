// The thread that looks at files. A call on a hanging network share never comes back and cannot be cancelled: here it holds
// up this thread alone, and not one of the few that Node's own file reads and name look-ups share.
// Plain JavaScript, because Node loads it by its path.
import { lstatSync, opendirSync, statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

/** [0]: place in the batch of what is being looked at, from 1, so that whoever waits knows which call hangs. [1]: 1 when nobody waits for the rest. */
const at = new Int32Array(workerData.at)

function toLook(stats) {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'other'
  return { kind, bytes: stats.size, modifiedAt: stats.mtimeMs }
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

const calls = { stat: (path) => toLook(statSync(path)), lstat: (path) => toLook(lstatSync(path)), list }

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
