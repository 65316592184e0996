import { roles, type PersonRole } from '@/lib/model/actor'

/** null for what is no role of ours: whoever has it may do nothing. */
export function toRole(value: unknown): PersonRole | null {
  return roles.find((role) => role === value) ?? null
}

/** The lesser of both: a key may never do more than the person who made it. */
export function toLesserRole(one: PersonRole, other: PersonRole): PersonRole {
  return roles.indexOf(one) < roles.indexOf(other) ? one : other
}
