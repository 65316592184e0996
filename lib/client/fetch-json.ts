/** An answer of our own API that is no success; the message is the server's sentence. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  constructor(message: string, readonly status: number) {
    super(message)
  }
}

/** GET of our own API. @throws ApiError with the server's sentence, or one that says the server was not reached */
export async function fetchJson<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { accept: 'application/json' } }).catch((cause: unknown) => {
    throw new Error('The console’s server could not be reached.', { cause })
  })
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new ApiError(messageOf(body) ?? `The console’s server answered ${answer.status}.`, answer.status)
  return body as T
}

function messageOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null
  const { error } = body
  if (typeof error !== 'object' || error === null || !('message' in error)) return null
  return typeof error.message === 'string' ? error.message : null
}
