/** A sentence with the masters in it marked, so that the eye finds who it is about. */
export function NamedMasters({ text, masters }: { text: string; masters: string[] }) {
  const names = masters.filter((name) => name !== '').sort((a, b) => b.length - a.length)
  if (names.length === 0) return <>{text}</>
  const pattern = new RegExp(`(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\w:])`)
  return text.split(pattern).map((part, index) =>
    index % 2 === 1 ? <span key={index} className="whitespace-nowrap underline decoration-line-strong decoration-1 underline-offset-[6px]">{part}</span> : part,
  )
}
