import 'server-only'
import { basename, dirname } from 'node:path'
import { watchFolder } from '@/lib/files/watch-folder'
import type { Settings } from './cluster-settings'
import { SettingsError } from './errors'
import { findSettingsFile, loadSettings, type LoadOptions } from './load'

/** The last usable settings, and the problem of the newest ones; `settings` null: none were valid yet. */
export interface SettingsState {
  settings: Settings | null
  problem: SettingsError | null
}

/**
 * Loads the settings and calls `onChange`, now and whenever understudy.yaml changes. A bad edit keeps the last good
 * settings and reports the problem; the next good one clears it. Ends with the signal.
 */
export async function watchSettings(
  onChange: (state: SettingsState) => void,
  options: LoadOptions & { signal: AbortSignal; debounceMs?: number },
): Promise<SettingsState> {
  const { signal, debounceMs } = options
  let state = await reload(null, options)
  let chain = Promise.resolve()
  const take = async () => {
    const next = await reload(state.settings, options)
    if (signal.aborted || isSame(state, next)) return
    state = next
    onChange(state)
  }
  const file = await findSettingsFile(options)
  if (file !== null) watchFolder(dirname(file), () => (chain = chain.then(take)), { signal, debounceMs, names: [basename(file)] })
  if (!signal.aborted) onChange(state)
  // Covers changes between the reading and the start of the watch.
  chain = chain.then(take)
  return state
}

async function reload(lastGood: Settings | null, options: LoadOptions): Promise<SettingsState> {
  try {
    return { settings: await loadSettings(options), problem: null }
  } catch (error) {
    if (SettingsError.is(error)) return { settings: lastGood, problem: error }
    return { settings: lastGood, problem: new SettingsError('file-unreadable', 'The settings cannot be read.', [], { cause: error }) }
  }
}

function isSame(before: SettingsState, after: SettingsState): boolean {
  return before.problem?.message === after.problem?.message && JSON.stringify(before.settings) === JSON.stringify(after.settings)
}
