import { useId, type TextareaHTMLAttributes } from 'react'

/** A text field of several lines, with its label above. */
export function TextArea({ label, className, ...area }: TextareaHTMLAttributes<HTMLTextAreaElement> & { label: string }) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        {...area}
        className="mt-1 w-full rounded-md border border-line-strong bg-panel px-3 py-1.5 placeholder:text-faint"
      />
    </div>
  )
}
