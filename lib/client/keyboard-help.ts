import { createListeners } from '@/lib/base/listeners'

const listeners = createListeners<void>()

/** Opens the list of keyboard shortcuts. */
export function openKeyboardHelp(): void {
  listeners.emit()
}

/** @returns ends it */
export function onKeyboardHelp(open: () => void): () => void {
  return listeners.add(open)
}
