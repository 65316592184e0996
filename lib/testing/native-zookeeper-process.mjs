// ZooKeeper's own C client (the optional package `zookeeper`) behind messages: always in a process of its own (docs/decisions/0001).
import { createRequire } from 'node:module'

const { default: Client } = await import(createRequire(import.meta.url).resolve('zookeeper'))
const client = new (Client.default ?? Client)()

/** Each answers `[rc, …results]`; rc 0 is success, a negative one ZooKeeper's error number. */
const operations = {
  connect: (connect) =>
    new Promise((resolve) => client.connect({ connect, timeout: 10_000, debug_level: 0 }, (error) => resolve([error ? -1 : 0]))),
  create: (path, data) => new Promise((resolve) => client.a_create(path, Buffer.from(data), 0, (rc, _, created) => resolve([rc, created]))),
  set: (path, data, version) => new Promise((resolve) => client.a_set(path, Buffer.from(data), version, (rc) => resolve([rc]))),
  delete: (path, version) => new Promise((resolve) => client.a_delete_(path, version, (rc) => resolve([rc]))),
  get: (path) =>
    new Promise((resolve) => client.a_get(path, false, (rc, _, stat, data) => resolve([rc, data ?? null, stat?.version ?? null]))),
  children: (path) => new Promise((resolve) => client.a_get_children(path, false, (rc, _, children) => resolve([rc, children ?? null]))),
}

process.on('message', async ({ id, op, args }) => process.send({ id, answer: await operations[op](...args) }))
process.once('disconnect', () => process.exit(0))
process.send({ id: 0, answer: ['ready'] })
