/** On the page of an operation whose stream is down: what it shows is the last known state. */
export function CutOff() {
  return (
    <p role="alert" className="text-sm font-medium text-amber-ink">
      <span aria-hidden="true">◆ </span>The connection to the console is lost. Below stands what was known last. If the console still runs,
      the operation goes on without this page; this page finds it again by itself.
    </p>
  )
}
