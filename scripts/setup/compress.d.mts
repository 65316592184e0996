export function compressStatic(source: string, target: string): number
