/** What people and keys may do here, least first: look; act on clusters; decide who may, and let the program act by itself. */
export const roles = ['viewer', 'operator', 'administrator'] as const

export type PersonRole = (typeof roles)[number]

/** Who asks for something: a signed-in person, an API key, or this program itself (the autopilot). */
export interface Actor {
  kind: 'person' | 'key' | 'system'
  id: string
  /** As the audit and the screen name it. */
  name: string
  role: PersonRole
}

/** Whether `actor` may do what needs `role`: the one question behind every button and every route. */
export function canActAs(actor: Actor | null, role: PersonRole): boolean {
  return actor !== null && roles.indexOf(actor.role) >= roles.indexOf(role)
}
