import type { ChildProcess, StdioOptions } from 'node:child_process'

export function getHost(wanted?: string): string
export function findExposure(host: string, env?: Readonly<Record<string, string | undefined>>): string | null
export function findHomeProblem(env?: Readonly<Record<string, string | undefined>>): string | null
export function toAddress(host: string, port: number, isSecure: boolean): string
export function getPort(wanted?: string | number): number
export const v8Options: string[]
export function spawnConsole(options: {
  host: string
  port: number
  env?: NodeJS.ProcessEnv
  stdio?: StdioOptions
  detached?: boolean
}): ChildProcess
