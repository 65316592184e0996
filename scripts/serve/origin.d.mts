import type { IncomingMessage } from 'node:http'
import type { BlockList } from 'node:net'
export function parseTrustedProxies(text: string | undefined): BlockList | null
export function createOriginReader(trusted: BlockList | null): (request: Pick<IncomingMessage, 'headers' | 'socket'>) => void
