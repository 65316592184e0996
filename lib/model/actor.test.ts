import { describe, expect, it } from 'vitest'
import { canActAs, roles, type Actor } from './actor'

const actor = (role: Actor['role']): Actor => ({ kind: 'person', id: '1', name: 'ada', role })

describe('canActAs', () => {
  it('An actor may act as its own role and every role below it', () => {
    expect(roles.map((needed) => roles.filter((own) => canActAs(actor(own), needed)))).toEqual([
      ['viewer', 'operator', 'administrator'],
      ['operator', 'administrator'],
      ['administrator'],
    ])
  })

  it('An absent actor may act as no role', () => expect(roles.some((needed) => canActAs(null, needed))).toBe(false))
})
