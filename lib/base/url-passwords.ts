/** Schemes whose user alone may be a token; elsewhere it may be a necessary name, as the container in abfs://name@account. */
const tokenSchemes = /(?:https?|ftp)$/i

/** Hides user and secret of `scheme://user:secret@host`. For any text; linear. */
export function hideUrlPasswords(text: string): string {
  return text.includes('://') && text.includes('@') ? text.replace(/[^\s"'<>]+/g, hideInToken) : text
}

/** Hides user and secret of `user:secret@host` without a scheme. For any text; linear. */
export function hideUserPasswords(text: string): string {
  return text.includes('@') ? text.replace(/[^\s"'<>=“”]+/g, hideBeforeHost) : text
}

function hideBeforeHost(token: string): string {
  const [at, colon] = [token.lastIndexOf('@'), token.indexOf(':')]
  return colon >= 0 && colon < at && !token.includes('://') ? `******${token.slice(at)}` : token
}

function hideInToken(token: string): string {
  const parts = token.split('://')
  return parts.map((part, index) => (index === 0 ? part : hideUserInfo(part, tokenSchemes.test(parts[index - 1]!.slice(-10))))).join('://')
}

function hideUserInfo(part: string, isToken: boolean): string {
  const slash = part.indexOf('/')
  const authority = slash < 0 ? part : part.slice(0, slash)
  const at = authority.lastIndexOf('@')
  if (at >= 0) return isToken || authority.slice(0, at).includes(':') ? `******${part.slice(at)}` : part
  // A secret with a slash in it, unless the part before the slash is a port.
  const later = part.lastIndexOf('@')
  return later >= 0 && /:(?!\d{0,5}$)/.test(authority.slice(-300)) ? `******${part.slice(later)}` : part
}
