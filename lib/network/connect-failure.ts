import 'server-only'

/** Why a TCP connection failed, as far as that shows something about the process behind the port. */
export interface ConnectFailure {
  /** `refused`: the host itself reports that no process listens; `broken`: the connection ended while in use. */
  state: 'refused' | 'silent' | 'unresolved' | 'broken'
  detail: string
  code: string
}

const states: Readonly<Record<string, ConnectFailure['state']>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  EAI_NONAME: 'unresolved',
  EAI_FAIL: 'unresolved',
  ECONNRESET: 'broken',
  EPIPE: 'broken',
}

/** @param address `host:port`, for the sentence */
export function toConnectFailure(error: unknown, address: string): ConnectFailure {
  const codes = toCodes(error)
  // Of several addresses of a name a refusing one decides: the others (often ::1) mostly do not exist.
  const code = codes.find((candidate) => candidate === 'ECONNREFUSED') ?? codes[0] ?? 'unknown'
  const state = states[code] ?? 'silent'
  return { state, code, detail: toSentence(state, code, address) }
}

function toCodes(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(toCodes)
  if (!(error instanceof Error)) return []
  const { code, cause } = error as NodeJS.ErrnoException
  return typeof code === 'string' ? [code] : toCodes(cause)
}

function toSentence(state: ConnectFailure['state'], code: string, address: string): string {
  switch (state) {
    case 'refused':
      return `nothing listens on ${address}`
    case 'unresolved':
      return `the host name of ${address} cannot be resolved (${code})`
    case 'broken':
      return `${address} broke the connection (${code})`
    case 'silent':
      if (code === 'EMFILE' || code === 'ENFILE') return `this console is out of file descriptors and cannot ask ${address}`
      return `no answer from ${address}: host down, unreachable or behind a firewall (${code})`
  }
}
