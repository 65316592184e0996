import { describe, expect, it } from 'vitest'
import { canActAs, roles, type Actor } from './actor'

const actor = (role: Actor['role']): Actor => ({ kind: 'person', id: '1', name: 'ada', role })

describe('what an actor may do', () => {
  it('is what the own role and those below it may', () => {
    expect(roles.map((needed) => roles.filter((own) => canActAs(actor(own), needed)))).toEqual([
      ['viewer', 'operator', 'administrator'],
      ['operator', 'administrator'],
      ['administrator'],
    ])
  })

  it('is nothing for nobody', () => expect(roles.some((needed) => canActAs(null, needed))).toBe(false))
})
