import type { Rule } from '../../rule'
import { deprecatedKeys } from './deprecated-keys'
import { placeholder } from './placeholder'
import { scriptsReadOtherwise } from './scripts-read-otherwise'
import { withoutEffect } from './without-effect'

export const optionRules: readonly Rule[] = [scriptsReadOtherwise, deprecatedKeys, withoutEffect, placeholder]
