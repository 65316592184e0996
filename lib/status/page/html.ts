import { escapeXml } from '@/lib/status/formats/xml'

/** Markup that is safe to send: made only by `html`, which escapes everything that is not Html itself. */
export class Html {
  private constructor(readonly text: string) {}

  static of(strings: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    return new Html(strings.reduce((text, part, i) => text + part + (i < values.length ? toText(values[i]!) : ''), ''))
  }

  /** For the program's own style sheet and script, which never contain foreign text. */
  static ownSource(text: string): Html {
    return new Html(text)
  }
}

export type HtmlValue = string | number | Html | null | false | readonly HtmlValue[]

/**
 * Public pages are written with this and not with React: a page of Next includes the client runtime, and `react-dom/server` is not
 * available in its route handlers (docs/decisions/0031). Attributes must be in double quotes.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return Html.of(strings, values)
}

function toText(value: HtmlValue): string {
  if (value === null || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'string') return escapeXml(value)
  if (typeof value === 'number') return String(value)
  return value.map(toText).join('')
}
