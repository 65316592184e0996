/** A sentence with its masters highlighted, so that they are easy to find; time ranges stay on one line. */
export function NamedMasters({ text, masters }: { text: string; masters: string[] }) {
  const names = masters.filter((name) => name !== '').sort((a, b) => b.length - a.length)
  const pattern = new RegExp(
    `(${[...names.map((name) => `${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w:])`), '\\d+–\\d+ s'].join('|')})`,
  )
  return text.split(pattern).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span
        key={index}
        className={
          names.includes(part)
            ? 'whitespace-nowrap underline decoration-line-strong decoration-1 underline-offset-[6px]'
            : 'whitespace-nowrap'
        }
      >
        {part}
      </span>
    ),
  )
}
