import next from '@next/eslint-plugin-next'
import regexp from 'eslint-plugin-regexp'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })
const pure = {
  group: ['node:*', 'next', 'next/*', 'react', 'react-dom', 'react/*', 'server-only'],
  message: 'PURE folder: no I/O, no framework.',
}
const server = {
  group: ['@/lib/sources/*', '@/lib/observer/*', '@/lib/http/*', '@/lib/journal/*', '@/lib/settings/*'],
  message: 'Server code stays on the server: go through lib/client.',
}
const actions = {
  group: [
    '@/lib/operations/*',
    '@/lib/drills/*',
    '@/lib/access/*',
    '@/lib/sources/hosts/act-on-process',
    '@/lib/sources/hosts/create-runner',
    '@/lib/sources/hosts/spawn-command',
  ],
  message: 'Reads go down only; nothing here may change the world.',
}
/** Routes ask who may; what operations do is behind their own routes. */
const deeds = { group: ['@/lib/operations/*', '@/lib/drills/*'], message: 'Reads go down only; nothing here may change the world.' }
const upwards = {
  group: ['@/lib/observer/*', '@/lib/http/*', '@/lib/client/*', '@/components/*', '@/app/*'],
  message: 'Imports go one way: model and flink below, sources, observer, http above.',
}

export default tseslint.config(
  { ignores: ['.next/**', 'node_modules/**', 'coverage/**', 'test-results/**', 'playwright-report/**', 'next-env.d.ts', '.demo/**'] },
  ...tseslint.configs.recommended,
  {
    plugins: { 'react-hooks': hooks, '@next/next': next, regexp },
    rules: {
      ...hooks.configs.recommended.rules,
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
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TemplateElement[value.raw=/^\\/(api\\/v1\\/)?(clusters|operations)\\//]',
          message: 'Addresses come from lib/base/paths.',
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
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
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
  {
    files: ['lib/flink/**', 'lib/doctor/**'],
    rules: forbid(pure, upwards, actions, { group: ['@/lib/model/*', '@/lib/sources/*'], message: 'lib/flink stands alone.' }),
  },
  {
    files: ['lib/model/**'],
    rules: forbid(pure, upwards, actions, { group: ['@/lib/sources/*'], message: 'The model knows facts, not where they are read.' }),
  },
  { files: ['lib/sources/**'], rules: forbid(upwards, actions) },
  ...['zookeeper', 'jobmanager', 'quorum', 'ha-storage', 'conf-folder', 'hosts', 'surroundings'].map((name) => ({
    files: [`lib/sources/${name}/**`],
    rules: forbid(upwards, actions, { regex: `^@/lib/sources/(?!${name}/)`, message: 'Sources do not know each other.' }),
  })),
  {
    files: ['lib/observer/**'],
    rules: forbid(actions, { group: ['@/lib/client/*', '@/components/*', '@/app/*'], message: 'Imports go one way.' }),
  },
  {
    files: ['lib/http/**'],
    rules: forbid(deeds, { group: ['@/lib/client/*', '@/components/*', '@/app/*'], message: 'Imports go one way.' }),
  },
  {
    files: ['lib/access/**'],
    rules: forbid(deeds, {
      group: ['@/lib/http/*', '@/lib/client/*', '@/components/*', '@/app/*', '@/lib/sources/*', '@/lib/status/*'],
      message: 'Who may do what knows people and keys, not clusters.',
    }),
  },
  // The writing side stands above everything that reads; nothing below it may call it.
  {
    files: ['lib/operations/**'],
    rules: forbid({ group: ['@/lib/client/*', '@/components/*', '@/app/*'], message: 'Imports go one way.' }),
  },
  {
    files: ['lib/journal/**'],
    rules: forbid(actions, {
      group: ['@/lib/sources/*', '@/lib/http/*', '@/lib/client/*', '@/components/*', '@/app/*'],
      message: 'The journal remembers what the observer publishes and knows no screen.',
    }),
  },
  { files: ['components/**', 'lib/client/**'], rules: forbid(server, { group: ['@/app/*'], message: 'Components do not know routes.' }) },
  { files: ['app/status/**', 'components/status/**'], rules: forbid(actions, server) },
  { files: ['lib/status/model/**', 'lib/status/formats/**'], rules: forbid(pure, upwards, actions, server) },
  // What the public asks reads the database and has nothing else to read: no observer, no console, nobody signed in.
  {
    files: ['lib/status/serve/**'],
    rules: forbid(actions, {
      group: ['@/lib/observer/*', '@/lib/sources/*', '@/lib/http/*', '@/lib/client/*', '@/lib/status/publish/*', '@/app/*'],
      message: 'Public pages are made from the database alone.',
    }),
  },
  {
    files: ['lib/status/publish/**', 'lib/status/webhooks/**'],
    rules: forbid(actions, {
      group: ['@/lib/http/*', '@/lib/client/*', '@/components/*', '@/app/*', '@/lib/status/serve/*'],
      message: 'The publisher writes the database and serves nothing.',
    }),
  },
  {
    files: ['**/*.test.ts', 'e2e/**', 'scripts/**', 'lib/testing/**'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-imports': 'off', 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
)
