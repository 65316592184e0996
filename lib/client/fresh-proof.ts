/** Asks the reader for a step-up; false: the reader cancelled. */
type AskForProof = () => Promise<boolean>

let ask: AskForProof | null = null
let asking: Promise<boolean> | null = null

/** Registers the step-up dialog of this page. @returns unregisters it */
export function setProofDialog(dialog: AskForProof): () => void {
  ask = dialog
  return () => {
    if (ask === dialog) ask = null
  }
}

/** Whether the reader has just completed a step-up; asked once for all requests that wait for it. False also where there is no dialog. */
export function askForProof(): Promise<boolean> {
  asking ??= (ask?.() ?? Promise.resolve(false)).finally(() => (asking = null))
  return asking
}
