import 'server-only'

/**
 * Where links in feeds and JSON point: `UNDERSTUDY_STATUS_URL`, else the console's public address, else the address that is listened on.
 * Never an address from a request: a client would choose where the links of others lead.
 * @param ownAddress e.g. "http://127.0.0.1:8090"
 */
export function toStatusOrigin(
  ownAddress: string,
  { UNDERSTUDY_STATUS_URL: status, UNDERSTUDY_URL: console }: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const named = [status, console].map((text) => text?.trim() ?? '').find((text) => URL.canParse(text) && /^https?:/i.test(text))
  return new URL(named ?? ownAddress).origin
}
