import type { ProblemSeverity } from '@/lib/flink/configuration/problem'
import type { Terminal } from '../terminal'

type Style = ProblemSeverity | 'bold' | 'dim' | 'added' | 'removed'
export type Paint = (style: Style, text: string) => string

const codes: Record<Style, string> = { error: '1;31', warning: '33', note: '36', bold: '1', dim: '2', added: '32', removed: '31' }

/** Colours for a person at a terminal; none in a file or a pipe, nor where NO_COLOR or a dumb terminal rules them out. */
export function getPaint({ stdout, env }: Pick<Terminal, 'stdout' | 'env'>): Paint {
  const isPlain = !stdout.isTTY || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb'
  return isPlain ? (_, text) => text : (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`
}
