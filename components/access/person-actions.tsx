'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { PersonView } from '@/lib/model/access-views'

export interface PersonActionsProps {
  person: PersonView
  isSending: boolean
  onReset: () => void
  onRemoveFactor: () => void
  onRemove: () => void
}

/** The actions on a person; an action that takes something away asks once more. */
export function PersonActions({ person, isSending, onReset, onRemoveFactor, onRemove }: PersonActionsProps) {
  const [asked, setRequested] = useState<'person' | 'factor' | null>(null)
  if (asked !== null)
    return (
      <span className="flex flex-wrap items-center justify-end gap-2">
        <Button
          small
          look="danger"
          possible={!isSending}
          onClick={() => {
            setRequested(null)
            if (asked === 'person') onRemove()
            else onRemoveFactor()
          }}
        >
          {asked === 'person' ? `Remove ${person.email}` : `Remove second factor of ${person.email}`}
        </Button>
        <Button small onClick={() => setRequested(null)}>
          Keep
        </Button>
      </span>
    )
  return (
    <span className="flex flex-wrap justify-end gap-2">
      <Button small possible={!isSending} onClick={onReset} aria-label={`Password link for ${person.email}`}>
        Password link
      </Button>
      {person.hasSecondFactor ? (
        <Button small possible={!isSending} onClick={() => setRequested('factor')} aria-label={`Remove second factor of ${person.email}…`}>
          Remove second factor…
        </Button>
      ) : null}
      <Button small possible={!isSending} onClick={() => setRequested('person')} aria-label={`Remove ${person.email}…`}>
        Remove…
      </Button>
    </span>
  )
}
