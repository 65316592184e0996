import type { ChildProcess, StdioOptions } from 'node:child_process'

export function getLoopbackHost(wanted?: string): string
export function getPort(wanted?: string | number): number
export function spawnConsole(options: { host: string; port: number; env?: NodeJS.ProcessEnv; stdio?: StdioOptions; detached?: boolean }): ChildProcess
