export interface Steps {
  /** Ends the step before with a tick and begins the next. */
  step(text: string): void
  /** Replaces the running step's line; without a terminal at most one line in 10 s. */
  progress(text: string): void
  done(): void
  failed(): void
  say(text?: string): void
}
export function createSteps(stream?: NodeJS.WriteStream): Steps
