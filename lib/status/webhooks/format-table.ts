import { genericJson } from './formats/generic-json'
import type { WebhookFormat } from './webhook-format'

/** The first that is for a receiver writes its bodies. Another format is a file in `formats` and a line here, above the last. */
export const webhookFormats: readonly WebhookFormat[] = [genericJson]

export function findFormat(receiver: string, formats = webhookFormats): WebhookFormat {
  const url = new URL(receiver)
  return formats.find((format) => format.isFor(url)) ?? genericJson
}
