/** What people and keys may do here, least first: view; operate clusters; manage access and settings, the autopilot's among them. */
export const roles = ['viewer', 'operator', 'administrator'] as const

export type PersonRole = (typeof roles)[number]

/** Who requests something: a signed-in person, an API key, or this program itself (the autopilot). */
export interface Actor {
  kind: 'person' | 'key' | 'system'
  id: string
  /** The name in the audit and on the screen. */
  name: string
  role: PersonRole
}

/** Whether `actor` has at least `role`: the check behind every button and every route. */
export function canActAs(actor: Actor | null, role: PersonRole): boolean {
  return actor !== null && roles.indexOf(actor.role) >= roles.indexOf(role)
}
