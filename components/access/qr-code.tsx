import { useMemo } from 'react'
import { encode } from 'uqr'

/** A QR code, made in the browser, so that its content goes nowhere else. Always dark on light, as cameras expect it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => toPath(text), [text])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="size-[184px] flex-none rounded-sm bg-[#fff]"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#14161c" />
    </svg>
  )
}

function toPath(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 3 })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return { size, path }
}
