import 'server-only'
import type { ZodType } from 'zod'
import type { RestAnswer } from './rest-client'

export type Reading<T> = { ok: true; value: T } | { ok: false; reason: string }

/** Foreign text parsed by `schema`, or a sentence why not. Never throws. */
export function readJsonAnswer<T>(text: string, schema: ZodType<T>): Reading<T> {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return {
      ok: false,
      reason: looksLikeHtml(text) ? 'answers an HTML page, not JSON' : `answers something that is no JSON: ${quote(text)}`,
    }
  }
  const parsed = schema.safeParse(raw)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  return {
    ok: false,
    reason: `answers JSON of another shape (${issue?.path.join('.').slice(0, 100) || 'root'}: ${issue?.message.slice(0, 200) ?? 'unknown'})`,
  }
}

/** A 200 of the expected shape, or a sentence that names the status and the body. */
export function readAnswer<T>(answer: RestAnswer, path: string, schema: ZodType<T>): Reading<T> {
  if (answer.status === 200) {
    const reading = readJsonAnswer(answer.text, schema)
    return reading.ok ? reading : { ok: false, reason: `${path} ${reading.reason}` }
  }
  if (answer.status >= 300 && answer.status < 400)
    return { ok: false, reason: `${path} is redirected to ${quote(answer.location ?? 'nowhere')}` }
  return { ok: false, reason: `${path} answers ${answer.status}: ${quote(answer.text)}` }
}

export function looksLikeHtml(text: string): boolean {
  return /^\s*<(!|html|head|body)/i.test(text.slice(0, 1_000))
}

/** The start of foreign text on one line, without invisible characters and those that change the direction of writing. */
export function quote(text: string): string {
  const line = text
    .slice(0, 400)
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  if (line === '') return '(nothing)'
  return line.length > 160 ? `${line.slice(0, 160)}…` : line
}
