import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'

export interface RequestRefusal {
  status: number
  code: 'method-not-allowed' | 'bad-request' | 'length-needed' | 'too-large'
  message: string
}

export const mostBodyBytes: number
export const patience: Required<Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>>
export function findRequestRefusal(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): RequestRefusal | null
export function answerRefusal(response: ServerResponse, refusal: RequestRefusal): void
