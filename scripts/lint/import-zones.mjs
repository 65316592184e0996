import { existsSync, readdirSync } from 'node:fs'

/** What every folder of components may use; what two of them need of each other belongs to components/shared. */
const parts = ['lib/base', 'lib/model', 'lib/client', 'lib/status/model', 'components/ui', 'components/shared']

/**
 * What the files of a room may use of the project beside the room itself. The rooms are the folders that there are: one that
 * is not named here may use lib/base alone, and nothing may use it, until a line says so.
 */
const mayUse = {
  'lib/base': [],
  'lib/flink': ['lib/base'],
  'lib/doctor': ['lib/base', 'lib/flink'],
  'lib/model': ['lib/base', 'lib/flink', 'lib/doctor'],
  'lib/files': ['lib/base'],
  'lib/network': ['lib/base', 'lib/settings'],
  'lib/settings': ['lib/base', 'lib/flink', 'lib/model', 'lib/files', 'lib/status/model'],
  'lib/sources/*': ['lib/base', 'lib/flink', 'lib/doctor', 'lib/model', 'lib/network', 'lib/files'],
  'lib/observer': [
    ...['lib/base', 'lib/flink', 'lib/doctor', 'lib/model', 'lib/network', 'lib/files', 'lib/settings', 'lib/sources'],
    'lib/status/model',
  ],
  'lib/journal': ['lib/base', 'lib/model', 'lib/settings', 'lib/observer', 'lib/status/model', 'lib/status/webhooks'],
  'lib/access': ['lib/base', 'lib/model', 'lib/network', 'lib/settings', 'lib/journal'],
  'lib/http': ['lib/base', 'lib/model', 'lib/network', 'lib/settings', 'lib/observer', 'lib/journal', 'lib/access', 'lib/status'],
  'lib/operations': [
    ...['lib/base', 'lib/flink', 'lib/model', 'lib/network', 'lib/settings', 'lib/sources', 'lib/observer', 'lib/journal'],
    ...['lib/access', 'lib/http'],
  ],
  'lib/status/model': ['lib/base', 'lib/model'],
  'lib/status/formats': ['lib/base', 'lib/model', 'lib/status/model'],
  'lib/status/webhooks': ['lib/base', 'lib/journal', 'lib/status/model'],
  'lib/status/publish': ['lib/base', 'lib/model', 'lib/journal', 'lib/observer', 'lib/status/model', 'lib/status/webhooks'],
  'lib/status/serve': [
    ...['lib/base', 'lib/model', 'lib/network', 'lib/settings', 'lib/journal', 'lib/status/model', 'lib/status/formats'],
    'components/status',
  ],
  'lib/client': ['lib/base', 'lib/model', 'lib/status/model'],
  'components/*': parts,
  'components/ui': ['lib/base', 'lib/client'],
  'components/shared': ['lib/base', 'lib/model', 'lib/client', 'components/ui'],
  'components/operations': [...parts, 'components/activity', 'components/quorum'],
  'components/recovery': [...parts, 'components/operations'],
  'components/cluster': [...parts, 'components/operations', 'components/quorum', 'components/recovery'],
  'components/fleet': [...parts, 'components/cluster'],
  'components/layout': [...parts, 'lib/access', 'components/access', 'components/operations'],
  'components/status': ['lib/base', 'lib/status/model', 'lib/status/formats'],
}

/** No I/O and no framework. */
const pureRooms = ['lib/base', 'lib/flink', 'lib/doctor', 'lib/model', 'lib/status/model', 'lib/status/formats']
const pure = {
  group: ['node:*', 'next', 'next/*', 'react', 'react-dom', 'react/*', 'server-only'],
  message: 'PURE folder: no I/O, no framework.',
}
/** Of lib/base what needs a server; it is no use to pure rooms and the browser. */
const serverOnly = ['lib/base/log']
const serverless = [...pureRooms, 'lib/client', 'components']
/** What acts on hosts and files is for operations alone. */
const acting = {
  group: [
    ...['act-on-process', 'create-runner', 'spawn-command'].map((file) => `@/lib/sources/hosts/${file}`),
    ...['act-on-files', 'backend-table', '*/*'].map((file) => `@/lib/sources/ha-storage/${file}`),
  ],
  message: 'Reads go down only; nothing here may change the world.',
}
/** Rooms that hold rooms of their own. */
const nested = ['lib/sources', 'lib/status']
const exempt = ['lib/testing']
const depths = [0, 1, 2, 3]

/** All rooms of the checkout at `root`, e.g. lib/model and lib/sources/hosts. */
export function listRooms(root) {
  const folders = (path) =>
    existsSync(`${root}/${path}`)
      ? readdirSync(`${root}/${path}`, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [`${path}/${entry.name}`] : []))
      : []
  return [...folders('lib'), ...folders('components')]
    .flatMap((room) => (nested.includes(room) ? folders(room) : [room]))
    .filter((room) => !exempt.includes(room))
}

/** ESLint's configuration of who may import whom, for each room at each depth. @throws when the table names a room that is gone */
export function createImportZones(root) {
  const rooms = listRooms(root)
  const isThere = (name) => rooms.some((room) => name === room || name === `${room.slice(0, room.lastIndexOf('/'))}/*`)
  const gone = Object.keys(mayUse).filter((name) => !isThere(name))
  if (gone.length > 0) throw new Error(`scripts/lint/import-zones.mjs names rooms that are not there: ${gone.join(', ')}`)
  return rooms.flatMap((room) => depths.map((depth) => toConfig(room, depth)))
}

/** Names of rooms, or of folders that hold rooms. */
export function findUsable(room) {
  return mayUse[room] ?? mayUse[`${room.slice(0, room.lastIndexOf('/'))}/*`] ?? ['lib/base']
}

function toConfig(room, depth) {
  const used = findUsable(room)
  const allowed = [room, ...used].map((name) => name.replace('/', '\\/')).join('|')
  const isIn = (names) => names.some((name) => room === name || room.startsWith(`${name}/`))
  const patterns = [
    {
      regex: `^@/(?!(?:${allowed})/)`,
      message: `${room} may use ${used.join(', ') || 'nothing of the project'} (scripts/lint/import-zones.mjs).`,
    },
    { regex: `^(?:\\.\\./){${depth + 1}}`, message: `What is outside of ${room} is imported as @/…, so that the zones see it.` },
    ...(isIn(pureRooms) ? [pure] : []),
    ...(isIn(serverless) ? [{ group: serverOnly.map((path) => `@/${path}`), message: 'Only server code may use it.' }] : []),
    ...(isIn(['lib/operations', 'lib/sources/hosts']) ? [] : [acting]),
  ]
  const files = ['ts', 'tsx'].map((end) => `${room}/${'*/'.repeat(depth)}*.${end}`)
  return { files, ignores: serverOnly.map((path) => `${path}.ts`), rules: { 'no-restricted-imports': ['error', { patterns }] } }
}
