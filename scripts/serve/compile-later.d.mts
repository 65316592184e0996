export function compileLater(): () => void
