/** Asks the reader who they are; false: they would rather not. */
type AskForProof = () => Promise<boolean>

let ask: AskForProof | null = null
let asking: Promise<boolean> | null = null

/** The dialog of this page that asks. @returns takes it away again */
export function setProofDialog(dialog: AskForProof): () => void {
  ask = dialog
  return () => {
    if (ask === dialog) ask = null
  }
}

/** Whether the reader has just proven who they are; asked once for all that wait for it. False also where nothing can ask. */
export function askForProof(): Promise<boolean> {
  asking ??= (ask?.() ?? Promise.resolve(false)).finally(() => (asking = null))
  return asking
}
