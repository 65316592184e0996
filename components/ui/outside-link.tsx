/** A page of another program, in a tab of its own. */
export function OutsideLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="link whitespace-nowrap">
      {children}
      <span aria-hidden="true"> ↗</span>
      <span className="sr-only"> (opens Flink’s web UI)</span>
    </a>
  )
}
