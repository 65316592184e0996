// The thread that owns the SQLite file: a write waits for the disk here and never in the process's event loop.
// Plain JavaScript, because Node loads it by its path.
import { chmodSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** Statements are few and always the same; those built for one request must not pile up. */
const mostStatements = 300
const statements = new Map()

function open(file) {
  const database = new Database(file)
  chmodSync(file, 0o600)
  database.pragma('journal_mode = WAL')
  // Nothing acknowledged is lost, not even when the power fails.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  // Without it, `insert or replace` removes a line of the audit without firing its triggers.
  database.pragma('recursive_triggers = ON')
  database.pragma('busy_timeout = 5000')
  return database
}

function prepare(database, sql) {
  const known = statements.get(sql)
  if (known) return known
  if (statements.size >= mostStatements) statements.clear()
  const statement = database.prepare(sql)
  statements.set(sql, statement)
  return statement
}

function execute(database, sql, parameters) {
  const statement = prepare(database, sql)
  if (statement.reader) return { rows: statement.all(...parameters) }
  const { changes, lastInsertRowid } = statement.run(...parameters)
  return { rows: [], changes, lastInsertRowid }
}

function toFailure(error) {
  return { message: error instanceof Error ? error.message : String(error), code: typeof error?.code === 'string' ? error.code : null }
}

function attempt(serial, work) {
  try {
    parentPort.postMessage({ serial, answer: work() })
  } catch (error) {
    parentPort.postMessage({ serial, failure: toFailure(error) })
  }
}

let database = null
attempt(0, () => {
  database = open(workerData.file)
  return { rows: [] }
})
parentPort.on('message', ({ serial, sql, parameters }) => {
  if (sql !== null) return attempt(serial, () => execute(database, sql, parameters))
  attempt(serial, () => (database?.close(), { rows: [] }))
  parentPort.close()
})
