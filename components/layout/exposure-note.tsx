/** On every page, as long as it is true: what is typed and shown here can be read on the network. */
export function ExposureNote({ isExposed }: { isExposed: boolean }) {
  if (!isExposed) return null
  return (
    <aside aria-label="Warning" className="bg-amber-wash px-7 py-1.5 text-sm text-amber-ink max-md:px-4">
      <p role="note">
        <span aria-hidden="true">◆ </span>This connection is not encrypted: passwords and keys can be read on their way. Set
        UNDERSTUDY_TLS_CERT and UNDERSTUDY_TLS_KEY on the server, or put a proxy with TLS in front of it.
      </p>
    </aside>
  )
}
