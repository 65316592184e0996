export const hearingKinds = ['snapshot', 'history', 'summary', 'incidents', 'page'] as const
export type HearingKind = (typeof hearingKinds)[number]

/** One answer of the console, and when its request was sent and it was complete (epoch ms). The body as parsed JSON, or a page's HTML. */
export interface Hearing {
  kind: HearingKind
  asked: number
  got: number
  body: unknown
}
