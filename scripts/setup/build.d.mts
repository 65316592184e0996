import type { Steps } from './steps.mjs'

export function ensureBuild(steps: Steps): Promise<void>
export function build(): Promise<{ code: number; output: string }>
