import type { Linter } from 'eslint'

export const pureRooms: readonly string[]
export function listRooms(root: string): string[]
export function createImportZones(root: string): Linter.Config[]
export function findUsable(room: string): string[]
