/** Shows the person at the terminal what is going on; `progress` lines replace each other. */
export interface Say {
  step(text: string): void
  progress(text: string): void
}

/** For tests without output. */
export const sayNothing: Say = { step: () => undefined, progress: () => undefined }
