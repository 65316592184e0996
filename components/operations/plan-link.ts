import { isOperationKind } from '@/lib/model/operation-kinds'
import type { OperationDraft } from './plan-words'

/** A draft as the query of an address: a link to a plan, which survives a reload and can be shared. */
export function toPlanQuery({ kind, target, options }: OperationDraft): string {
  const query = new URLSearchParams({ do: kind })
  if (target !== null) query.set('target', target)
  for (const [name, value] of Object.entries(options ?? {})) query.set(`with.${name}`, value)
  return `?${query}`
}

/** The draft in an address; it comes from outside, so an unknown kind is ignored. */
export function findDraft(query: {
  get(name: string): string | null
  entries(): IterableIterator<[string, string]>
}): OperationDraft | null {
  const kind = query.get('do')
  if (!isOperationKind(kind)) return null
  const options = Object.fromEntries(
    [...query.entries()].filter(([name]) => name.startsWith('with.')).map(([name, value]) => [name.slice(5), value]),
  )
  return { kind, target: query.get('target'), ...(Object.keys(options).length > 0 ? { options } : {}) }
}
