import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { afterAll, expect, test } from 'vitest'
import { createImportZones, findUsable, listRooms } from './import-zones.mjs'

/** The rooms there are, and three that were made a moment ago. */
const root = mkdtempSync(join(tmpdir(), 'understudy-zones-'))
for (const room of [...listRooms('.'), 'lib/sources/yarn', 'lib/drills', 'components/drills'])
  mkdirSync(join(root, room), { recursive: true })
afterAll(() => rmSync(root, { recursive: true }))

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser: tseslint.parser } }, ...createImportZones(root)] as never,
})
async function mayImport(file: string, what: string): Promise<boolean> {
  const [result] = await eslint.lintText(`import { a } from '${what}'\n`, { filePath: join(root, file) })
  expect(result!.messages.filter(({ ruleId }) => ruleId !== 'no-restricted-imports')).toEqual([])
  return result!.messages.length === 0
}

test.each([
  ['lib/sources/yarn/read.ts', '@/lib/model/snapshot', true],
  ['lib/sources/yarn/read.ts', '@/lib/sources/hosts/runner', false],
  ['lib/sources/yarn/deep/read.ts', '../../hosts/runner', false],
  ['lib/sources/yarn/read.ts', '@/lib/observer/console', false],
  ['lib/drills/drill.ts', '@/lib/base/errors', true],
  ['lib/drills/drill.ts', '@/lib/model/snapshot', false],
  ['lib/drills/deep/down/drill.ts', '../../../model/snapshot', false],
  ['lib/operations/operations.ts', '@/lib/drills/drill', false],
  ['components/drills/page.tsx', '@/components/ui/button', true],
  ['components/drills/page.tsx', '@/lib/journal/database', false],
  ['components/drills/page.tsx', '@/lib/base/log', false],
])('a room that is made is guarded by itself: %s may import %s: %s', async (file, what, may) => {
  expect(await mayImport(file, what)).toBe(may)
})

test.each([
  ['lib/base/counts.ts', '@/lib/model/snapshot', false],
  ['lib/base/counts.ts', '../model/snapshot', false],
  ['lib/base/counts.ts', 'node:fs', false],
  ['lib/base/counts.ts', './durations', true],
  ['lib/model/headline.ts', '@/lib/base/log', false],
  ['lib/settings/load.ts', '@/lib/observer/console', false],
  ['lib/network/try-connect.ts', '@/lib/model/snapshot', false],
  ['lib/files/looker.ts', '@/lib/sources/conf-folder/read', false],
  ['components/ui/button.tsx', '@/components/cluster/stage', false],
  ['components/shared/provenance.ts', '@/components/ui/tip', true],
  ['components/shared/provenance.ts', '@/components/cluster/stage', false],
  ['components/operations/next-act.ts', '@/components/cluster/stage', false],
  ['components/operations/next-act.ts', '@/components/shared/split-command', true],
  ['components/cluster/stage.tsx', '@/components/quorum/quorum-strip', true],
  ['components/ui/button.tsx', '@/lib/client/use-now', true],
  ['lib/observer/fleet.ts', '@/lib/sources/hosts/act-on-process', false],
  ['lib/operations/run/verb.ts', '@/lib/sources/hosts/act-on-process', true],
  ['lib/observer/storage-feed.ts', '@/lib/sources/ha-storage/act-on-files', false],
  ['lib/observer/storage-feed.ts', '@/lib/sources/ha-storage/file/backend', false],
  ['lib/observer/storage-feed.ts', '@/lib/sources/ha-storage/locate', true],
  ['lib/operations/dangling/read-world.ts', '@/lib/sources/ha-storage/act-on-files', true],
  ['lib/status/serve/respond.ts', '@/lib/observer/console', false],
  ['lib/http/respond.ts', '@/lib/operations/operations', false],
])('%s may import %s: %s', async (file, what, may) => {
  expect(await mayImport(file, what)).toBe(may)
})

test('a room in the table that is not there is told', () => {
  rmSync(join(root, 'lib/flink'), { recursive: true })
  expect(() => createImportZones(root)).toThrow('lib/flink')
})

test('every folder of lib and components is a room, or holds rooms', () => {
  const rooms = listRooms('.')
  const folders = ['lib', 'components'].flatMap((path) =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [`${path}/${entry.name}`] : [])),
  )
  const outside = folders.filter((folder) => !rooms.some((room) => room === folder || room.startsWith(`${folder}/`)))
  expect(outside).toEqual(['lib/testing'])
})

test('folders of components do not know each other both ways, nor round a ring', () => {
  const rooms = listRooms('.').filter((room) => room.startsWith('components/'))
  const findAll = (room: string, seen = new Set<string>()): Set<string> => {
    for (const used of rooms.filter((each) => each !== room && findUsable(room).some((name) => name === each || name === 'components'))) {
      if (seen.has(used)) continue
      seen.add(used)
      findAll(used, seen)
    }
    return seen
  }
  expect(rooms.filter((room) => findAll(room).has(room))).toEqual([])
})
