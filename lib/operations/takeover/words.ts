/** `420 ms`, `1.5 s`: as short as a sentence of a result wants it. */
export function toMsText(ms: number): string {
  return ms < 1_000 ? `${Math.max(0, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`
}
