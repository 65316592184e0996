import { classNames } from '@/components/ui/class-names'

/** A unified diff to read: signs as well as colours mark what is added and removed. */
export function DiffView({ diff, label }: { diff: string; label: string }) {
  const lines = diff.split('\n').filter((line, index, all) => !/^(---|\+\+\+) /.test(line) && !(line === '' && index === all.length - 1))
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md border border-line bg-paper py-2 font-mono text-xs leading-[18px]"
    >
      <pre className="w-max min-w-full">
        {lines.map((line, index) => (
          <span key={index} className={classNames('block px-3', toLook(line))}>
            {line === '' ? ' ' : line}
          </span>
        ))}
      </pre>
    </div>
  )
}

function toLook(line: string): string {
  if (line.startsWith('@@') || line.startsWith('\\')) return 'text-muted'
  if (line.startsWith('+')) return 'bg-green-wash text-green'
  return line.startsWith('-') ? 'bg-red-wash text-red' : ''
}
