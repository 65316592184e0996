import { findField, isJavaArray, isJavaObject } from './java-value'
import type { JavaContent, JavaObject } from './java-value'
import { readJavaStream } from './read-java-stream'
import { SerializationError } from './serialization-error'

/** Location of the bytes that a pointer in ZooKeeper refers to. */
export type StateHandle =
  /** `bytes`: the exact length of the file; null before Flink 1.2, which did not store it. */
  | { kind: 'file'; uri: string; bytes: number | null; javaClass: string }
  /** ZooKeeper holds the content itself; `bytes` is its length. */
  | { kind: 'inline'; bytes: number; name: string; javaClass: string }
  | { kind: 'unknown'; javaClass: string | null; reason: string }

const maxWrapping = 4
const maxUri = 8192

/**
 * A pointer of any era: RetrievableStreamStateHandle around a FileStateHandle since 1.2, FileSerializableStateHandle
 * before; RelativeFileStateHandle and ByteStreamStateHandle as Flink's types allow them. Never throws.
 */
export function decodeStateHandle(bytes: Uint8Array): StateHandle {
  let object: JavaObject | null = null
  try {
    object = toOnlyObject(readJavaStream(bytes))
    for (let depth = 0; depth < maxWrapping; depth++) {
      const wrapped = findField(object, 'wrappedStreamStateHandle')
      if (!isJavaObject(wrapped)) break
      object = wrapped
    }
    return toHandle(object)
  } catch (error) {
    if (!SerializationError.is(error)) throw error
    return { kind: 'unknown', javaClass: object && bounded(object.className), reason: error.message }
  }
}

function toOnlyObject(contents: JavaContent[]): JavaObject {
  const [first] = contents
  if (contents.length !== 1 || first?.kind !== 'value' || !isJavaObject(first.value)) {
    throw new SerializationError('unexpected', 'not exactly one object')
  }
  return first.value
}

function toHandle(object: JavaObject): StateHandle {
  const javaClass = bounded(object.className)
  const data = findField(object, 'data')
  if (isJavaArray(data) && data.bytes) {
    const name = findField(object, 'handleName')
    return { kind: 'inline', bytes: data.bytes.byteLength, name: typeof name === 'string' ? bounded(name) : '', javaClass }
  }
  return { kind: 'file', uri: toUri(object), bytes: toStateSize(object), javaClass }
}

/** FileStateHandle.filePath is a Flink Path around a java.net.URI, which serializes its text. */
function toUri(object: JavaObject): string {
  const path = findField(object, 'filePath')
  const uri = isJavaObject(path) ? findField(path, 'uri') : undefined
  const text = isJavaObject(uri) ? findField(uri, 'string') : undefined
  if (typeof text !== 'string') throw new SerializationError('unexpected', `no file path in ${bounded(object.className)}`)
  if (text.length === 0 || text.length > maxUri) throw new SerializationError('too-large', `a path of ${text.length} characters`)
  return text
}

function toStateSize(object: JavaObject): number | null {
  const size = findField(object, 'stateSize')
  if (size === undefined) return null
  if (typeof size !== 'bigint' || size < 0n || size > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new SerializationError('unexpected', `a state size of ${String(size).slice(0, 40)}`)
  }
  return Number(size)
}

function bounded(text: string): string {
  return text.slice(0, 300)
}
