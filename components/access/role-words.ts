import type { PersonRole } from '@/lib/model/actor'

/** The name of a role and what it may do. */
export const personRoleWords: Record<PersonRole, { word: string; article: string; may: string }> = {
  viewer: { word: 'Viewer', article: 'a viewer', may: 'you can look at everything and change nothing' },
  operator: { word: 'Operator', article: 'an operator', may: 'you can look at everything and act on clusters' },
  administrator: { word: 'Administrator', article: 'an administrator', may: 'you can act on clusters and manage access' },
}
