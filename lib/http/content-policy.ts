/**
 * What a page may load and run. Scripts: the console's own files, and the inline ones that Next wrote into this very answer and marked with
 * its nonce; text of a job or a znode that got into a page as HTML would not run. Inline styles, because lanes and bars are placed with
 * style attributes. `eval` only in `next dev`, for React's call stacks.
 */
export function toPagePolicy(nonce: string, isDevelopment = false): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** For answers that are data: whatever a browser is made to take them for, they load and run nothing. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'"
