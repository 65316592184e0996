import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { afterAll, expect, test } from 'vitest'
import { createImportZones, findUsable, listRooms } from './import-zones.mjs'

/** The existing rooms, and four new ones. */
const root = mkdtempSync(join(tmpdir(), 'understudy-zones-'))
for (const room of [...listRooms('.'), 'lib/sources/yarn', 'lib/drills', 'lib/operations/drills', 'components/drills'])
  mkdirSync(join(root, room), { recursive: true })
afterAll(() => rmSync(root, { recursive: true }))

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts', '**/*.tsx'], languageOptions: { parser: tseslint.parser } }, ...createImportZones(root)] as never,
})
async function mayImport(file: string, what: string, name = 'a'): Promise<boolean> {
  const [result] = await eslint.lintText(`import { ${name} } from '${what}'\n`, { filePath: join(root, file) })
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
  ['lib/operations/run/operations.ts', '@/lib/drills/drill', false],
  ['lib/operations/drills/drill.ts', '../run/verb', false],
  ['lib/operations/run/verb.ts', '../drills/drill', false],
  ['components/drills/page.tsx', '@/components/ui/button', true],
  ['components/drills/page.tsx', '@/lib/journal/database', false],
  ['components/drills/page.tsx', '@/lib/base/log', false],
])('A new room is guarded by itself: the answer whether %s may import %s is %s', async (file, what, may) => {
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
  ['lib/operations/verbs/stop-jobmanager.ts', '@/lib/sources/hosts/act-on-process', false],
  ['lib/takeover/steps/takeover-steps.ts', '@/lib/sources/hosts/act-on-process', false],
  ['lib/operations/run/verb.ts', '@/lib/takeover/decide/decision', false],
  ['lib/operations/run/verb.ts', '../verbs/all', false],
  ['lib/operations/processes/find-own.ts', '../run/verb', true],
  ['lib/operations/processes/find-own.ts', '@/lib/takeover/steps/dead-in-front', false],
  ['lib/operations/verbs/hand-over.ts', '@/lib/takeover/steps/restart-steps', true],
  ['lib/operations/verbs/hand-over.ts', '@/lib/takeover/autopilot/autopilot', false],
  ['lib/operations/get-operations.ts', './verbs/all', true],
  ['lib/operations/get-operations.ts', './processes/find-own', false],
  ['lib/takeover/steps/takeover-steps.ts', '../identities/keeper', true],
  ['lib/takeover/steps/takeover-steps.ts', '@/lib/operations/run/verb', true],
  ['lib/takeover/steps/takeover-steps.ts', '@/lib/operations/verbs/all', false],
  ['lib/takeover/identities/readiness-tracker.ts', '../steps/takeover-plan', false],
  ['lib/takeover/decide/decision.ts', '../election/read-election', false],
  ['lib/takeover/decide/decision.ts', 'node:fs', false],
  ['lib/model/match-contenders.ts', '@/lib/takeover/decide/decision', false],
  ['lib/observer/fleet.ts', '@/lib/takeover/decide/decision', false],
  ['lib/observer/storage-feed.ts', '@/lib/sources/ha-storage/act-on-files', false],
  ['lib/observer/storage-feed.ts', '@/lib/sources/ha-storage/file/backend', false],
  ['lib/observer/storage-feed.ts', '@/lib/sources/ha-storage/locate', true],
  ['lib/operations/dangling/read-world.ts', '@/lib/sources/ha-storage/act-on-files', true],
  ['lib/status/serve/respond.ts', '@/lib/observer/console', false],
  ['lib/status/serve/routes.ts', '@/lib/status/page/document', true],
  ['lib/status/serve/routes.ts', '@/components/ui/button', false],
  ['lib/status/page/document.ts', '@/components/ui/button', false],
  ['lib/status/page/document.ts', '@/lib/status/store/pages', false],
  ['lib/status/page/document.ts', 'react', false],
  ['lib/journal/read/history.ts', '@/lib/status/model/day', false],
  ['lib/journal/tables/status.ts', '@/lib/status/store/pages', false],
  ['lib/status/store/webhooks.ts', '@/lib/journal/dialect', true],
  ['lib/status/store/webhooks.ts', '@/lib/status/webhooks/send', false],
  ['lib/http/respond.ts', '@/lib/operations/run/operations', false],
  ['lib/http/respond.ts', '@/lib/http/operations/routes', false],
  ['lib/http/respond.ts', './operations/routes', false],
  ['lib/http/sse/reader.ts', '../operations/routes', false],
  ['lib/http/operations/routes.ts', '@/lib/http/respond', true],
  ['lib/http/operations/routes.ts', '@/lib/operations/run/operations', true],
  ['lib/http/operations/routes.ts', '@/lib/sources/hosts/runner', false],
  ['lib/operations/run/operations.ts', '@/lib/http/respond', false],
])('The answer whether %s may import %s is %s', async (file, what, may) => {
  expect(await mayImport(file, what)).toBe(may)
})

test('A room of the table that does not exist is an error', () => {
  rmSync(join(root, 'lib/flink'), { recursive: true })
  expect(() => createImportZones(root)).toThrow('lib/flink')
})

test('Every folder of lib and components is a room or holds rooms', () => {
  const rooms = listRooms('.')
  const folders = ['lib', 'components'].flatMap((path) =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [`${path}/${entry.name}`] : [])),
  )
  const outside = folders.filter((folder) => !rooms.some((room) => room === folder || room.startsWith(`${folder}/`)))
  expect(outside).toEqual(['lib/testing'])
})

test('Folders of components import each other neither both ways nor in a ring', () => {
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

test.each([
  ['lib/observer/zookeeper-feed.ts', 'ZooKeeperReadClient', true],
  ['lib/observer/zookeeper-feed.ts', 'ZooKeeperClient', false],
  ['lib/takeover/election/remove-znodes.ts', 'ZooKeeperClient', true],
])('The answer whether %s may have a %s is %s', async (file, name, may) => {
  expect(await mayImport(file, '@/lib/sources/zookeeper/client-interface', name)).toBe(may)
})
