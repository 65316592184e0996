import type { Rule } from '../../rule'
import { misspeltKey } from './misspelt-key'
import { nestedLines } from './nested-lines'
import { readerRules } from './reader-problems'

export const fileRules: readonly Rule[] = [...readerRules, misspeltKey, nestedLines]
