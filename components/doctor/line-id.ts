/** The anchor of a line (or, null, of the whole file) on the Configuration page. */
export function toLineId(file: string, line: number | null): string {
  const name = file.replace(/[^A-Za-z0-9]+/g, '-')
  return line === null ? `file-${name}` : `file-${name}-${line}`
}
