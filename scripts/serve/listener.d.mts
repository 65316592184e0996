import type { RequestListener, Server } from 'node:http'
import type { patience } from './refuse-request.mjs'

export function createListener(
  listener: RequestListener,
  options: { certFile?: string; keyFile?: string; lookMs?: number; say?: (sentence: string) => void; limits?: typeof patience },
): Server
