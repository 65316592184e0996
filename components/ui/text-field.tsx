import { useId, type InputHTMLAttributes, type ReactNode } from 'react'
import { classNames } from './class-names'

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: ReactNode
  /** Its purpose, under the field. */
  hint?: ReactNode
  mono?: boolean
}

/** A text field of one line, with its label above. */
export function TextField({ label, hint, mono = false, className, ...input }: TextFieldProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        autoComplete="off"
        spellCheck={false}
        {...input}
        className={classNames(
          'mt-1 w-full rounded-md border border-line-strong bg-panel px-3 py-1.5 placeholder:text-faint',
          mono && 'font-mono text-sm',
        )}
      />
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
