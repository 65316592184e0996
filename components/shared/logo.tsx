/** A figure in a cone of light. */
export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className="flex-none">
      <path d="M8 2h4l6 16H2Z" fill="var(--gold)" opacity="0.38" />
      <circle cx="8.4" cy="14" r="2.6" fill="var(--gold)" />
      <circle cx="14" cy="15.4" r="1.9" fill="var(--wings-ink)" />
    </svg>
  )
}
