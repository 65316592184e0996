import { expect, test } from 'vitest'
import { findFormat, webhookFormats } from './format-table'
import { genericJson } from './formats/generic-json'
import type { WebhookFormat } from './webhook-format'

test('A receiver gets the first format that is for its address, and every other one the generic JSON', () => {
  const chat: WebhookFormat = { isFor: ({ hostname }) => hostname === 'chat.example', toBody: () => '{}' }
  const formats = [chat, ...webhookFormats]
  expect([
    findFormat('https://chat.example/hook', formats),
    findFormat('https://chat.example.org/hook', formats),
    findFormat('https://example.org/hook'),
  ]).toEqual([chat, genericJson, genericJson])
})

test('The last format is for every receiver, so that none is left without one', () => {
  expect(webhookFormats.at(-1)?.isFor(new URL('http://127.0.0.1:1/'))).toBe(true)
})
