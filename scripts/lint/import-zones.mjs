import { existsSync, readdirSync } from 'node:fs'

/** What every folder of components may use; what two of them need of each other belongs to components/shared. */
const parts = ['lib/base', 'lib/model', 'lib/client', 'lib/status/model', 'components/ui', 'components/shared']

/**
 * What the files of a room may use of the project beside the room itself. The rooms are the existing folders: one that is not named here
 * may use lib/base alone, and no other room may use it, until a line says so.
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
  'lib/journal': ['lib/base', 'lib/model', 'lib/settings', 'lib/observer'],
  'lib/access': ['lib/base', 'lib/model', 'lib/network', 'lib/settings', 'lib/journal'],
  'lib/http': ['lib/base', 'lib/model', 'lib/network', 'lib/settings', 'lib/observer', 'lib/journal', 'lib/access', 'lib/status'],
  'lib/http/operations': [
    'lib/base',
    'lib/model',
    'lib/observer',
    'lib/journal',
    'lib/access',
    'lib/http',
    'lib/operations',
    'lib/takeover',
  ],
  'lib/operations/run': ['lib/base', 'lib/flink', 'lib/model', 'lib/settings', 'lib/sources', 'lib/observer', 'lib/journal'],
  'lib/operations/processes': ['lib/base', 'lib/flink', 'lib/model', 'lib/network', 'lib/sources', 'lib/operations/run'],
  'lib/takeover/decide': ['lib/base', 'lib/flink', 'lib/model'],
  'lib/takeover/looks': [
    ...['lib/base', 'lib/flink', 'lib/model', 'lib/sources', 'lib/takeover/decide'],
    ...['lib/operations/run', 'lib/operations/processes'],
  ],
  'lib/takeover/election': [
    ...['lib/base', 'lib/flink', 'lib/model', 'lib/settings', 'lib/sources', 'lib/takeover/decide', 'lib/operations/run'],
  ],
  'lib/takeover/notes': ['lib/base', 'lib/model', 'lib/journal', 'lib/takeover/decide'],
  'lib/takeover/identities': [
    ...['lib/base', 'lib/model', 'lib/sources', 'lib/observer', 'lib/journal', 'lib/operations/run', 'lib/operations/processes'],
    ...['lib/takeover/decide', 'lib/takeover/looks', 'lib/takeover/election', 'lib/takeover/notes'],
  ],
  'lib/takeover/steps': [
    ...['lib/base', 'lib/flink', 'lib/model', 'lib/sources', 'lib/journal', 'lib/operations/run', 'lib/operations/processes'],
    ...['lib/takeover/decide', 'lib/takeover/looks', 'lib/takeover/election', 'lib/takeover/notes', 'lib/takeover/identities'],
  ],
  'lib/takeover/autopilot': [
    ...['lib/base', 'lib/flink', 'lib/model', 'lib/settings', 'lib/sources', 'lib/observer', 'lib/journal', 'lib/operations/run'],
    ...['lib/takeover/decide', 'lib/takeover/election', 'lib/takeover/notes', 'lib/takeover/identities'],
  ],
  'lib/operations/dangling': [
    ...['lib/base', 'lib/flink', 'lib/model', 'lib/settings', 'lib/sources', 'lib/journal', 'lib/operations/run'],
    ...['lib/takeover/election', 'lib/takeover/steps'],
  ],
  'lib/operations/verbs': [
    ...['lib/base', 'lib/model', 'lib/settings', 'lib/sources', 'lib/journal', 'lib/operations/run', 'lib/operations/processes'],
    ...['lib/operations/dangling', 'lib/takeover/election', 'lib/takeover/steps'],
  ],
  'lib/operations': [
    ...['lib/base', 'lib/model', 'lib/settings', 'lib/observer', 'lib/journal', 'lib/operations/run', 'lib/operations/verbs'],
    'lib/takeover/autopilot',
  ],
  'lib/status/model': ['lib/base', 'lib/model'],
  'lib/status/formats': ['lib/base', 'lib/model', 'lib/status/model'],
  'lib/status/page': ['lib/base', 'lib/status/model', 'lib/status/formats'],
  'lib/status/store': ['lib/base', 'lib/journal', 'lib/status/model'],
  'lib/status/webhooks': ['lib/base', 'lib/journal', 'lib/status/model', 'lib/status/store'],
  'lib/status/publish': [
    ...['lib/base', 'lib/model', 'lib/journal', 'lib/observer', 'lib/status/model', 'lib/status/store', 'lib/status/webhooks'],
  ],
  'lib/status/serve': [
    ...['lib/base', 'lib/model', 'lib/network', 'lib/settings', 'lib/journal', 'lib/status/model', 'lib/status/store'],
    ...['lib/status/formats', 'lib/status/page'],
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
}

/** No I/O and no framework. */
export const pureRooms = [
  'lib/base',
  'lib/flink',
  'lib/doctor',
  'lib/model',
  'lib/takeover/decide',
  'lib/status/model',
  'lib/status/formats',
  'lib/status/page',
]
const pure = {
  group: ['node:*', 'next', 'next/*', 'react', 'react-dom', 'react/*', 'server-only'],
  message: 'PURE folder: no I/O, no framework.',
}
/** The parts of lib/base that need a server; pure rooms and the browser cannot use them. */
const serverOnly = ['lib/base/log']
const serverless = [...pureRooms, 'lib/client', 'components']
/** Code that acts on hosts, files or znodes, and the rooms that may use it. */
const acting = [
  { group: toGroup('hosts', ['act-on-process', 'create-runner', 'spawn-command']), rooms: ['lib/operations/run', 'lib/sources/hosts'] },
  {
    group: toGroup('zookeeper', ['client-interface']),
    importNames: ['ZooKeeperClient'],
    rooms: ['lib/operations/dangling', 'lib/operations/testing', 'lib/takeover/election', 'lib/sources/zookeeper'],
  },
  { group: toGroup('ha-storage', ['act-on-files', 'backend-table', '*/*']), rooms: ['lib/operations/dangling', 'lib/sources/ha-storage'] },
]
function toGroup(source, files) {
  return files.map((file) => `@/lib/sources/${source}/${file}`)
}
/** Rooms that contain rooms of their own. */
const nested = ['lib/sources', 'lib/status', 'lib/takeover', 'lib/operations']
const exempt = ['lib/testing']
const depths = [0, 1, 2, 3]

/** All rooms of the checkout at `root`, e.g. lib/model and lib/sources/hosts; the table may name one inside another. */
export function listRooms(root) {
  const folders = (path) =>
    existsSync(`${root}/${path}`)
      ? readdirSync(`${root}/${path}`, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [`${path}/${entry.name}`] : []))
      : []
  const found = [...folders('lib'), ...folders('components')].flatMap((room) => (nested.includes(room) ? folders(room) : [room]))
  const named = Object.keys(mayUse).filter((name) => !name.endsWith('/*') && existsSync(`${root}/${name}`))
  return [...new Set([...found, ...named])].filter((room) => !exempt.includes(room))
}

/** ESLint's configuration of allowed imports, for each room at each depth. @throws when the table names a room that does not exist */
export function createImportZones(root) {
  const rooms = listRooms(root)
  const isThere = (name) => rooms.some((room) => name === room || name === `${room.slice(0, room.lastIndexOf('/'))}/*`)
  const gone = Object.keys(mayUse).filter((name) => !isThere(name))
  if (gone.length > 0) throw new Error(`scripts/lint/import-zones.mjs names rooms that are not there: ${gone.join(', ')}`)
  // Of two that hold a file the last counts: the room inside.
  return rooms
    .toSorted((a, b) => a.split('/').length - b.split('/').length)
    .flatMap((room) => depths.map((depth) => toConfig(room, depth, rooms)))
}

/** Names of rooms, or of folders that hold rooms. */
export function findUsable(room) {
  return mayUse[room] ?? mayUse[`${room.slice(0, room.lastIndexOf('/'))}/*`] ?? ['lib/base']
}

function toConfig(room, depth, rooms) {
  const used = findUsable(room)
  const allowed = [room, ...used].map((name) => name.replace('/', '\\/')).join('|')
  const isIn = (names) => names.some((name) => room === name || room.startsWith(`${name}/`))
  const patterns = [
    {
      regex: `^@/(?!(?:${allowed})/)`,
      message: `${room} may use ${used.join(', ') || 'nothing of the project'} (scripts/lint/import-zones.mjs).`,
    },
    toOutside(room, used, depth),
    ...rooms.filter((inner) => inner.startsWith(`${room}/`) && !used.includes(inner)).map((inner) => toBarred(inner, room, depth)),
    ...(isIn(pureRooms) ? [pure] : []),
    ...(isIn(serverless) ? [{ group: serverOnly.map((path) => `@/${path}`), message: 'Only server code may use it.' }] : []),
    ...acting
      .filter(({ rooms }) => !isIn(rooms))
      .map(({ group, importNames }) => ({
        group,
        ...(importNames && { importNames }),
        message: 'Reads go down only; nothing here may change the world.',
      })),
  ]
  const files = ['ts', 'tsx'].map((end) => `${room}/${'*/'.repeat(depth)}*.${end}`)
  return { files, ignores: serverOnly.map((path) => `${path}.ts`), rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

/** Neighbours that it may use can be imported as `../neighbour/…`; all else as @/…, so that the zones see it. */
function toOutside(room, used, depth) {
  const parent = room.slice(0, room.lastIndexOf('/') + 1)
  const near = used
    .filter((name) => nested.includes(parent.slice(0, -1)) && name.startsWith(parent))
    .map((name) => name.slice(parent.length))
  return {
    regex: `^(?:\\.\\./){${depth + 1}}(?!(?:${near.join('|') || '$'})/)`,
    message: `What is outside of ${room} is imported as @/…, and of its neighbours it may use ${near.join(', ') || 'none'}.`,
  }
}

/** A room inside another is none of the other's, however it is written. */
function toBarred(inner, room, depth) {
  const written = [`@/${inner}`, `${'../'.repeat(depth) || './'}${inner.slice(room.length + 1)}`]
  return { regex: `^(?:${written.join('|').replaceAll('.', '\\.')})/`, message: `${room} may not use ${inner}, which stands above it.` }
}
