import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { linkView } from './schemas/access'
import { openLinkKinds } from './access-views'
import { operationKindIds } from './operation-kinds'
import { toAuditedAction, toAuditedReason } from './audit-words'

/** As they are written where they are audited. */
function findActions(): string[] {
  const files = ['lib', 'app'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  const sources = files
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^lib\/testing/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .filter((source) => /audit|noteDone|noteRefusal|SignInRefusal/i.test(source))
  return sources.flatMap((source) =>
    [...source.matchAll(/\baction: ([^\n]*)/g)].flatMap(([, value]) =>
      [...(value ?? '').matchAll(/'([a-z-]+(?:\.[a-z-]+)?)'/g)].map(([, action]) => action ?? ''),
    ),
  )
}

test('Every audited action is told in words', () => {
  const composed = [...linkView.shape.kind.options.map((kind) => `link.${kind}`), ...openLinkKinds.map((kind) => `${kind}.withdraw`)]
  const actions = new Set([...findActions(), ...composed, ...operationKindIds.map((kind) => `operation.${kind}`)])
  for (const other of ['done', 'provider']) actions.delete(other)
  expect(actions.size).toBeGreaterThan(40)
  expect([...actions].filter((action) => toAuditedAction(action) === action)).toEqual([])
})

test('A request that was refused stays an address, a person’s reason stays theirs', () => {
  expect(toAuditedAction('POST /api/v1/keys')).toBe('Request POST /api/v1/keys')
  expect([toAuditedReason('wrong-credentials'), toAuditedReason('Kernel update on jm1'), toAuditedReason('constructor')]).toEqual([
    'wrong e-mail address or password',
    'Kernel update on jm1',
    'constructor',
  ])
})
