const requestLine = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/
const longestHead = 64 * 1024

/** Counts the request lines in one connection's bytes from the client. Only for clients that send no bodies, as an observer of JobManagers does. */
export function createRequestCounter(count: (line: string) => void): (chunk: Uint8Array) => void {
  let pending = ''
  return (chunk) => {
    pending += Buffer.from(chunk).toString('latin1')
    for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
      const [, method, path] = requestLine.exec(pending.slice(0, pending.indexOf('\r\n'))) ?? []
      count(method ? `${method} ${path}` : 'not HTTP')
      pending = pending.slice(end + 4)
    }
    if (pending.length > longestHead) pending = ''
  }
}
