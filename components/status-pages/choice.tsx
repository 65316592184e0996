import { useId } from 'react'

/** A choice of a few words. */
export function Choice<T extends string>({
  label,
  value,
  of,
  onChange,
}: {
  label: string
  value: T
  of: readonly { value: T; word: string }[]
  onChange: (value: T) => void
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
        className="mt-1 rounded-md border border-line-strong bg-panel px-2 py-1.5"
      >
        {of.map((one) => (
          <option key={one.value} value={one.value}>
            {one.word}
          </option>
        ))}
      </select>
    </div>
  )
}
