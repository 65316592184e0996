import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toNextPath, toSignInAddress } from './sign-in-address'

test('The sign-in address keeps the page that the reader wanted', () => {
  expect(toSignInAddress(new URL('http://localhost/clusters/a?x=1')).href).toBe('http://localhost/sign-in?next=%2Fclusters%2Fa%3Fx%3D1')
  expect(toSignInAddress(new URL('http://localhost/')).href).toBe('http://localhost/sign-in')
})

test.each(['/', '/clusters/a', '/clusters/a?job=1#x', '/settings/keys'])('The path %s is kept as the next page', (next) =>
  expect(toNextPath(next)).toBe(next),
)

test.each([
  null,
  undefined,
  '',
  'clusters',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/a\\b',
  'https://evil.example',
  'javascript:alert(1)',
  '/sign-in',
  '/welcome',
  '/api/v1/session',
  '/./sign-in',
  '/x/..//evil.example',
  `/${'a'.repeat(3_000)}`,
])('The next page %j is replaced by the start page', (next) => {
  expect(toNextPath(next)).toBe('/')
})

test('Any next page leads to this console', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '/', '//', '/\\', 'http:'), (text, start) => {
      expect(new URL(toNextPath(`${start}${text}`), 'http://console.example').host).toBe('console.example')
    }),
  )
})
