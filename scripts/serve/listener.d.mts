import type { RequestListener, Server } from 'node:http'

export function createListener(listener: RequestListener, options: { certFile?: string; keyFile?: string; lookMs?: number; say?: (sentence: string) => void }): Server
