import { hideSecrets } from '@/lib/flink/configuration/secrets'
import type { Edit, Fix } from '../finding'

interface Region {
  startLine: number
  startColumn: number
  endLine: number
  endColumn: number
}

export interface SarifReplacement {
  deletedRegion: Region
  insertedContent?: { text: string }
}

/** A fix in SARIF's form: deleted regions and inserted texts. @returns null when a file it changes does not exist, or its text is secret */
export function toSarifFix(
  fixes: readonly Fix[],
  description: string,
  files: Readonly<Record<string, string>>,
  toUri: (file: string) => string,
) {
  if (!fixes.every(({ file }) => files[file] !== undefined) || fixes.some(({ edits }) => edits.some(isSecret))) return null
  return {
    description: { text: description },
    artifactChanges: fixes.map(({ file, edits }) => ({
      artifactLocation: { uri: toUri(file) },
      replacements: toReplacements(files[file] ?? '', edits),
    })),
  }
}

/** Whether an edit contains a secret: a report reaches other programs and people than the file itself. */
function isSecret(edit: Edit): boolean {
  return 'text' in edit && hideSecrets(edit.text) !== edit.text
}

export function toReplacements(text: string, edits: readonly Edit[]): SarifReplacement[] {
  const lines = text.split('\n')
  const end = /\r\n/.test(text) ? '\r\n' : '\n'
  return edits.map((edit) => {
    if (edit.kind === 'replace') return { deletedRegion: wholeLine(lines, edit.line), insertedContent: { text: edit.text } }
    if (edit.kind === 'remove')
      return {
        deletedRegion:
          edit.line < lines.length
            ? { startLine: edit.line, startColumn: 1, endLine: edit.line + 1, endColumn: 1 }
            : wholeLine(lines, edit.line),
      }
    const line = edit.kind === 'append' ? lines.length : Math.min(edit.line, lines.length)
    return insertAfter(lines, line, edit.text, end)
  })
}

function wholeLine(lines: readonly string[], line: number): Region {
  return { startLine: line, startColumn: 1, endLine: line, endColumn: (lines[line - 1] ?? '').replace(/\r$/, '').length + 1 }
}

/** The line after the last line end is empty: text inserted there needs no line end before it. */
function insertAfter(lines: readonly string[], line: number, text: string, end: string): SarifReplacement {
  if (line < lines.length)
    return {
      deletedRegion: { startLine: line + 1, startColumn: 1, endLine: line + 1, endColumn: 1 },
      insertedContent: { text: `${text}${end}` },
    }
  const column = (lines.at(-1) ?? '').length + 1
  const at = { startLine: lines.length, startColumn: column, endLine: lines.length, endColumn: column }
  return { deletedRegion: at, insertedContent: { text: column === 1 ? `${text}${end}` : `${end}${text}` } }
}
