import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { findSystemCode, toMessage, UnderstudyError } from './errors'

class Torn extends UnderstudyError<'once' | 'twice'> {
  static readonly kind = 'Torn'
}
class Bent extends UnderstudyError<'once'> {
  static readonly kind = 'Bent'
}

test('An error carries its code, its message, its cause and whether trying again makes sense', () => {
  const cause = new Error('below')
  const error = new Torn('twice', 'It is torn. Sew it.', { cause, retryable: true })
  expect(error).toMatchObject({ name: 'Torn', code: 'twice', message: 'It is torn. Sew it.', retryable: true, cause })
  expect(new Torn('once', 'It is torn.')).toMatchObject({ code: 'once', retryable: false })
})

test('An error class recognizes its own errors and no others', () => {
  const named = Object.assign(new Error('from a library'), { name: 'Torn', code: 'once' })
  const all: unknown[] = [
    new Torn('once', ''),
    new Bent('once', ''),
    named,
    { name: 'Torn', code: 'once' },
    new Error('Torn'),
    'Torn',
    null,
  ]
  expect(all.map((each) => Torn.is(each))).toEqual([true, false, false, false, false, false, false])
})

test('An error class recognizes the errors of its copy in another bundle', async () => {
  vi.resetModules()
  const copy = await import('./errors')
  class TornElsewhere extends copy.UnderstudyError<'once'> {
    static readonly kind = 'Torn'
  }
  const error: unknown = new TornElsewhere('once', 'It is torn.')
  expect([copy.UnderstudyError === UnderstudyError, error instanceof Torn, Torn.is(error)]).toEqual([false, false, true])
})

test('Each error class has a kind of its own', () => {
  const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { encoding: 'utf8' }).split('\n')
  const texts = files.filter((file) => file && !file.endsWith('.test.ts')).map((file) => readFileSync(file, 'utf8'))
  const classes = texts.flatMap((text) => [
    ...text.matchAll(/class (\w+) extends UnderstudyError\b[^{]*\{\n {2}static readonly kind = '(\w+)'/g),
  ])
  const count = texts.reduce((sum, text) => sum + [...text.matchAll(/class \w+ extends UnderstudyError\b/g)].length, 0)
  expect(classes.filter(([, name, kind]) => name !== kind)).toEqual([])
  expect([new Set(classes.map(([, name]) => name)).size, count > 20]).toEqual([count, true])
})

test('Product files recognize errors of this program by their class, never by instanceof', () => {
  const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  const texts = files.map((file) => [file, readFileSync(file, 'utf8')] as const)
  const names = texts.flatMap(([, text]) => [...text.matchAll(/class (\w+) extends UnderstudyError\b/g)].map(([, name]) => name))
  const chain = new RegExp(`instanceof (${names.join('|')})\\b`)
  expect(texts.filter(([file, text]) => !file.endsWith('.test.ts') && chain.test(text)).map(([file]) => file)).toEqual([])
})

test('The message and the system’s code are found in any thrown value', () => {
  expect([toMessage(new Error('no')), toMessage('no'), toMessage(undefined)]).toEqual(['no', 'no', 'undefined'])
  const codes = [Object.assign(new Error('x'), { code: 'ENOENT' }), Object.assign(new Error('x'), { code: 7 }), new Error('x'), null]
  expect(codes.map(findSystemCode)).toEqual(['ENOENT', null, null, null])
})
