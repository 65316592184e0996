let open: (() => void) | null = null

/** Registers the dialog of this page, for readers who may act. @returns unregisters it */
export function setEmergencyDialog(dialog: () => void): () => void {
  open = dialog
  return () => {
    if (open === dialog) open = null
  }
}

/** Opens the dialog where there is one: there is none for a reader who may not act, or while the stop is on. */
export function openEmergencyDialog(): void {
  open?.()
}
