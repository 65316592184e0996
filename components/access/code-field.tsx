import { TextField } from '@/components/ui/text-field'

interface CodeFieldProps {
  value: string
  onChange: (value: string) => void
  /** Whether a recovery code is accepted too. */
  recovery?: boolean
  /** It gets the focus when nothing before it is left to fill in. */
  isFirst?: boolean
}

/** A code of the second factor. */
export function CodeField({ value, onChange, recovery = true, isFirst = true }: CodeFieldProps) {
  const hint = recovery
    ? 'The six digits that your authenticator app shows now, or a recovery code.'
    : 'The six digits that your authenticator app shows now.'
  return (
    <TextField
      label="Code"
      name="one-time-code"
      autoComplete="one-time-code"
      inputMode={recovery ? 'text' : 'numeric'}
      autoCapitalize="off"
      required
      autoFocus={isFirst}
      mono
      maxLength={40}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={hint}
    />
  )
}
