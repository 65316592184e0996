export const root: string
export class SetupError extends Error {}
