import { z } from 'zod'
import { toDurationText } from '@/lib/base/durations'
import { statusTimes } from './limits'

const noControls = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufffe\uffff]*$/

/** One line that readers see. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'write something')
    .max(most)
    .regex(/^[^\n]*$/, 'write one line')
    .regex(noControls, 'has characters that cannot be shown')

/** Some lines that readers see. */
export const lines = (most: number) =>
  z.string().trim().min(1, 'write something').max(most).regex(noControls, 'has characters that cannot be shown')

/** The part after /status/. */
export const pageAddress = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'an address has small letters, digits and dashes inside, at most 63')
  .refine((text) => text !== 'assets', 'this address is taken by the program')

/** The longest texts of a page, and its most services, wherever it is described. */
export const most = { title: 100, description: 1_000, name: 100, about: 300, group: 100, services: 200, pages: 100 }

/** From this length on a leader change is an outage, ms. */
export const outageThreshold = z
  .number()
  .int()
  .min(0)
  .max(statusTimes.longestThreshold, `is longer than ${toDurationText(statusTimes.longestThreshold)}`)
  .default(statusTimes.defaultThreshold)

/** A page without services says nothing; the same sentence in browser, API and file. */
export const emptyPageProblem = 'an empty page cannot be published: add a service first'
