import next from '@next/eslint-plugin-next'
import regexp from 'eslint-plugin-regexp'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { createImportZones } from './scripts/lint/import-zones.mjs'

const publicPages = {
  group: ['@/lib/*', '!@/lib/base', '!@/lib/status', '@/components/*'],
  message: 'Public pages are made by lib/status/serve alone.',
}

const belowPages = {
  regex: '^@/lib/(?:sources|takeover|operations/(?!get-operations)|flink|doctor|files|network)',
  message: 'Pages and routes ask lib/http, the observer and get-operations.',
}

const restricted = [
  {
    selector: 'TemplateElement[value.raw=/^\\/(api\\/v1\\/)?(clusters|operations)\\//]',
    message: 'Addresses come from lib/base/paths.',
  },
  {
    selector: ':matches(FunctionDeclaration, VariableDeclarator)[id.name=/^to[A-Z]/]:matches([async=true], [init.async=true])',
    message: 'toX only converts; what waits reads, finds, plans or makes something.',
  },
  {
    selector:
      "ConditionalExpression[consequent.value=''][alternate.value='s'], CallExpression[callee.property.name='join'][arguments.0.value=/^ (and|or) $/]",
    message: 'Plurals and lists of a sentence come from lib/base/counts.',
  },
  {
    selector: 'Literal[value=/^\\/(api\\/v1|clusters|operations|settings)\\//]',
    message: 'Addresses come from lib/base/paths.',
  },
  {
    selector:
      "CallExpression[callee.property.name=/^(startsWith|endsWith|includes|match)$/]:matches([callee.object.name='kind'], [callee.object.property.name='kind'])",
    message: 'What is known of a kind stands in its table (lib/model/operation-kinds).',
  },
]

/** Where React is used, and so where its rules cost their time: they compile each file that they look at. */
const reactFiles = ['**/*.tsx', 'app/**', 'components/**', 'lib/client/**']
const hooksElsewhere = {
  selector: "ImportDeclaration[source.value='react'] > ImportSpecifier[imported.name=/^use/]",
  message: 'Hooks are used in app, components and lib/client, where their rules are checked.',
}

export default tseslint.config(
  { ignores: ['.next/**', 'node_modules/**', 'coverage/**', 'test-results/**', 'playwright-report/**', 'next-env.d.ts', '.demo/**'] },
  ...tseslint.configs.recommended,
  {
    plugins: { 'react-hooks': hooks, '@next/next': next, regexp },
    rules: {
      ...next.configs.recommended.rules,
      ...next.configs['core-web-vitals'].rules,
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 20],
      eqeqeq: 'error',
      // Foreign text meets them: a line of blanks in a conf file once held the whole console for 20 s.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: false }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...restricted],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: reactFiles, rules: hooks.configs.recommended.rules },
  { ignores: reactFiles, rules: { 'no-restricted-syntax': ['error', ...restricted, hooksElsewhere] } },
  {
    // Where addresses are made, and where the API's are described.
    files: ['lib/base/paths.ts', 'lib/http/schemas/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.test.ts', 'e2e/**', 'scripts/bench/**', 'scripts/demo/**', 'lib/testing/**'],
    rules: { 'regexp/no-super-linear-backtracking': 'off', 'regexp/no-super-linear-move': 'off' },
  },
  {
    // A subject's cases and the situations that they share are read together; a split would only spread them.
    files: ['**/*.test.ts', 'e2e/**/*.spec.ts', 'lib/testing/*-contract.ts'],
    rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }] },
  },
  ...createImportZones(import.meta.dirname),
  { files: ['app/**', 'instrumentation.ts', 'proxy.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [belowPages] }] } },
  { files: ['app/status/**'], rules: { 'no-restricted-imports': ['error', { patterns: [publicPages] }] } },
  {
    files: ['**/*.test.ts', 'e2e/**', 'scripts/**', 'lib/**/testing/**'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-imports': 'off', 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
)
