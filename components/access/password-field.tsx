'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { TextField } from '@/components/ui/text-field'

/** A new password, which can be shown while it is typed instead of being typed twice. */
export function PasswordField({
  label = 'New password',
  value,
  onChange,
  isOptional = false,
}: {
  label?: string
  value: string
  onChange: (value: string) => void
  isOptional?: boolean
}) {
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <div className="relative">
      <TextField
        label={label}
        type={isShown ? 'text' : 'password'}
        name="new-password"
        autoComplete="new-password"
        required={!isOptional}
        maxLength={128}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        hint="12 characters or more. A few words in a row are easy to keep in mind and hard to guess."
      />
      <button
        type="button"
        onClick={() => setShown(!isShown)}
        aria-pressed={isShown}
        aria-label="Show the password"
        className="absolute top-0 right-0 rounded-sm p-1 text-muted hover:bg-raised hover:text-ink"
      >
        <Icon size={15} aria-hidden="true" />
      </button>
    </div>
  )
}
