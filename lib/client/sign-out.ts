import { apiPaths, pagePaths } from '@/lib/base/paths'
import { sendJson } from './fetch-json'

/** A full load: nothing of the shown page stays in this tab. */
export async function signOutAndLeave(): Promise<void> {
  await sendJson('DELETE', apiPaths.session, {}).catch(() => undefined)
  window.location.assign(pagePaths.signIn)
}
