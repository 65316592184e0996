/** The forms of this console need far less; lib/http/read-body.ts reads no more either. */
export const mostBodyBytes = 64 * 1024

/** Node's limits on requests that come slowly: head and whole request in ms, and how often it checks. */
export const patience = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 }

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']

/**
 * Refuses requests before Next sees them: Next answers some of them with 500 and a stack in the log, and reads a body to its end before the
 * check of sign-in (proxy.ts).
 * @returns null when it may pass
 */
export function findRequestRefusal({ method, url, headers }) {
  if (!methods.includes(method))
    return { status: 405, code: 'method-not-allowed', message: `${method} is not possible here. Use GET, HEAD, POST, PUT or DELETE.` }
  if (!/^\/(?![/\\])/.test(url))
    return {
      status: 400,
      code: 'bad-request',
      message: 'Ask for a path of this console that begins with one slash, like /api/v1/clusters; the host belongs into the Host header.',
    }
  if (!isDecodable(url.split('?', 1)[0]))
    return {
      status: 400,
      code: 'bad-request',
      message: 'This path is not spelled as UTF-8 in percent signs. Ask for a path of this console, like /api/v1/clusters.',
    }
  // Chunks have no length before they end, and Next would read all of them.
  if (headers['transfer-encoding'] !== undefined)
    return { status: 411, code: 'length-needed', message: 'Send the body whole, with Content-Length; chunks are not read.' }
  if (Number(headers['content-length'] ?? 0) > mostBodyBytes)
    return { status: 413, code: 'too-large', message: `The body is larger than the ${mostBodyBytes / 1024} KB that are read.` }
  return null
}

function isDecodable(path) {
  try {
    return decodeURIComponent(path) !== null
  } catch {
    return false
  }
}

/** The answer, in the form of the API's errors. It ends the connection, and further bytes on it are not read. */
export function answerRefusal(response, { status, code, message }) {
  const body = JSON.stringify({ error: { code, message } })
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...(status === 405 && { allow: methods.join(', ') }),
  })
  response.end(body)
}
