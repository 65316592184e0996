import { toBytesText } from '@/components/ui/amount-text'

const perLine = 16

/** Bytes as they are: offset, hexadecimal, printable characters. */
export function HexView({ hex, sizeBytes }: { hex: string; sizeBytes: number }) {
  const shown = hex.length / 2
  return (
    <details className="text-sm">
      <summary className="link inline text-muted">Bytes{shown < sizeBytes ? `, the first ${toBytesText(shown)}` : ''}</summary>
      <pre
        tabIndex={0}
        aria-label="Bytes"
        className="mt-2 max-h-72 overflow-auto rounded-sm border border-line bg-paper p-3 font-mono text-[11.5px] leading-4"
      >
        {toLines(hex).join('\n')}
      </pre>
    </details>
  )
}

export function toLines(hex: string): string[] {
  const bytes = hex.match(/../g) ?? []
  return Array.from({ length: Math.ceil(bytes.length / perLine) }, (_, line) => {
    const part = bytes.slice(line * perLine, (line + 1) * perLine)
    const text = part.map((byte) => toPrintable(parseInt(byte, 16))).join('')
    return `${(line * perLine).toString(16).padStart(4, '0')}  ${part.join(' ').padEnd(perLine * 3)} ${text}`
  })
}

function toPrintable(code: number): string {
  return code >= 32 && code < 127 ? String.fromCharCode(code) : '·'
}
