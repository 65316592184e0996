'use client'
import { useId } from 'react'
import { roles, type PersonRole } from '@/lib/model/actor'
import { personRoleWords } from './role-words'

/** One of the three roles. `hidden` keeps the label for screen readers, where a table's head shows it already. */
export function RoleSelect({
  label,
  value,
  onChange,
  hidden = false,
  disabled = false,
}: {
  label: string
  value: PersonRole | null
  onChange: (role: PersonRole) => void
  hidden?: boolean
  disabled?: boolean
}) {
  const id = useId()
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={hidden ? 'sr-only' : 'block text-sm font-medium'}>
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as PersonRole)}
        className="mt-1 w-full max-w-[180px] rounded-md border border-line-strong bg-panel px-2 py-1.5"
      >
        {value === null ? (
          <option value="" disabled>
            none
          </option>
        ) : null}
        {roles.map((role) => (
          <option key={role} value={role}>
            {personRoleWords[role].word}
          </option>
        ))}
      </select>
    </div>
  )
}
