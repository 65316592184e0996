let open: (() => void) | null = null

/** The dialog of this page, for those who may act. @returns takes it away again */
export function setEmergencyDialog(dialog: () => void): () => void {
  open = dialog
  return () => {
    if (open === dialog) open = null
  }
}

/** Opens it where there is one: nobody may act, or the stop is on already, where there is none. */
export function openEmergencyDialog(): void {
  open?.()
}
