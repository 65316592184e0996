import { roles, type PersonRole } from '@/lib/model/actor'

/** null for an unknown role: it permits nothing. */
export function toRole(value: unknown): PersonRole | null {
  return roles.find((role) => role === value) ?? null
}

/** The lesser of both: a key may never do more than the person who made it. */
export function toLesserRole(one: PersonRole, other: PersonRole): PersonRole {
  return roles.indexOf(one) < roles.indexOf(other) ? one : other
}
