import 'server-only'

/**
 * Where links in feeds and JSON point. `UNDERSTUDY_STATUS_URL` says so behind a proxy; without it, it is the host that was
 * asked for, if that has the form of one: nothing else of a request gets into an answer.
 */
export function readOrigin(host: string | null): string {
  const configured = process.env.UNDERSTUDY_STATUS_URL
  if (configured && URL.canParse(configured)) return new URL(configured).origin
  return host !== null && /^(?:[a-z0-9][a-z0-9.-]{0,252}|\[[0-9a-f:]{2,39}\])(?::\d{1,5})?$/i.test(host) ? `http://${host.toLowerCase()}` : 'http://localhost'
}
