/** On the page of an operation whose stream is down: what it shows is the last known state. */
export function CutOff() {
  return (
    <p role="alert" className="text-sm font-medium text-amber-ink">
      <span aria-hidden="true">◆ </span>Connection to the console lost. Below is the last known state. The operation continues in the
      console; this page reconnects automatically.
    </p>
  )
}
