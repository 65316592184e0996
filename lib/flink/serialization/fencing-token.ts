/**
 * A leader session id as logs and exceptions print it ("fencing token a95f…"): an AbstractID, lower half first,
 * without dashes. Flink's `DispatcherId.fromUuid` swaps the halves so.
 * @param uuid e.g. `b4a8d688-068d-4af6-ac9d-ff769b09b69a`
 * @returns 32 hex digits, or null when it is no UUID
 */
export function toFencingToken(uuid: string): string | null {
  const hex = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid) ? uuid.replaceAll('-', '').toLowerCase() : null
  return hex && hex.slice(16) + hex.slice(0, 16)
}
