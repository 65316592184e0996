import type { IncomingMessage, ServerResponse } from 'node:http'

export function createStaticAnswer(
  folder: string,
  headers: readonly { key: string; value: string }[],
): (request: IncomingMessage, response: ServerResponse) => boolean
