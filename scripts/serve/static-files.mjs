import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const types = { js: 'application/javascript; charset=UTF-8', css: 'text/css; charset=UTF-8', svg: 'image/svg+xml' }
const encodings = [
  { name: 'br', end: '.br' },
  { name: 'gzip', end: '.gz' },
]

/**
 * Answers with the files that were compressed at the build, by request path. A path that is no key is not served, whatever it says.
 * @param folder of compress.mjs; it need not exist
 * @param headers that every answer of the console carries
 * @returns answers a request, or false: another handler has to
 */
export function createStaticAnswer(folder, headers) {
  const files = loadFiles(folder)
  return (request, response) => {
    const file = files.get((request.url ?? '').split('?', 1)[0])
    if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD') || request.headers.range !== undefined) return false
    const encoding = encodings.find(({ name }) => file.contents.has(name) && accepts(request.headers['accept-encoding'], name))
    if (encoding === undefined) return false
    const content = file.contents.get(encoding.name)
    for (const { key, value } of headers) response.setHeader(key, value)
    response.writeHead(200, {
      'content-type': file.type,
      'content-encoding': encoding.name,
      'content-length': content.length,
      // Its name contains a digest of its content.
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
    response.end(request.method === 'HEAD' ? undefined : content)
    return true
  }
}

function loadFiles(folder) {
  const files = new Map()
  for (const name of listFiles(folder)) {
    const encoding = encodings.find(({ end }) => name.endsWith(end))
    const plain = encoding && name.slice(0, -encoding.end.length)
    const type = plain && types[plain.slice(plain.lastIndexOf('.') + 1)]
    if (!type) continue
    const path = `/_next/static/${plain.split('/').map(encodeURIComponent).join('/')}`
    if (!files.has(path)) files.set(path, { type, contents: new Map() })
    files.get(path).contents.set(encoding.name, readFileSync(join(folder, name)))
  }
  return files
}

function listFiles(folder) {
  try {
    return readdirSync(folder, { recursive: true })
  } catch {
    return []
  }
}

/** RFC 9110, 12.5.3: `;q=0` says that it must not be. */
function accepts(header, name) {
  return (header ?? '').split(',').some((part) => {
    const [coding, ...parameters] = part.split(';').map((word) => word.trim().toLowerCase())
    return coding === name && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  })
}
