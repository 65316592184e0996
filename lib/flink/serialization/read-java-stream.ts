import { ByteReader } from './byte-reader'
import type { JavaClassDescriptor, JavaContent, JavaField, JavaObject, JavaSlot, JavaValue } from './java-value'
import { SerializationError } from './serialization-error'
import type { SerializationErrorCode } from './serialization-error'
import { defaultLimits, StreamBudget } from './stream-budget'
import type { JavaStreamLimits } from './stream-budget'
import * as C from './stream-constants'

/**
 * Reads a whole Java object serialization stream (Java Object Serialization Specification, chapter 6):
 *
 *   stream   := magic version content*
 *   content  := object | TC_BLOCKDATA size:1 bytes | TC_BLOCKDATALONG size:4 bytes | TC_RESET
 *   object   := TC_OBJECT classDesc slot*  | TC_ARRAY classDesc size:4 value* | TC_STRING utf | TC_LONGSTRING size:8 utf
 *             | TC_ENUM classDesc string | TC_CLASS classDesc | classDesc | TC_REFERENCE handle:4 | TC_NULL
 *   slot     := field values, then with SC_WRITE_METHOD content* TC_ENDBLOCKDATA
 *   classDesc:= TC_CLASSDESC name:utf uid:8 flags:1 fields content* TC_ENDBLOCKDATA classDesc | TC_NULL | TC_REFERENCE
 *
 * Proxies, TC_EXCEPTION and externalizable classes of protocol 1 are refused as `unsupported`.
 * Like Java itself for a class it does not have, it takes for granted that `writeObject` writes the default fields first.
 * @throws SerializationError and nothing else, whatever the bytes
 */
export function readJavaStream(bytes: Uint8Array, limits: JavaStreamLimits = defaultLimits): JavaContent[] {
  if (bytes.byteLength > limits.maxBytes) throw new SerializationError('too-large', `${bytes.byteLength} bytes`, 0)
  return new StreamReader(new ByteReader(bytes), new StreamBudget(limits)).stream()
}

/** Value of a handle. A class descriptor may be referred to before it is complete, but not used. */
type Handle = { value: JavaValue; complete: boolean }

class StreamReader {
  private handles: Handle[] = []

  constructor(
    private readonly input: ByteReader,
    private readonly budget: StreamBudget,
  ) {}

  stream(): JavaContent[] {
    if (this.input.remaining < 4 || this.input.unsignedShort() !== C.STREAM_MAGIC || this.input.unsignedShort() !== C.STREAM_VERSION) {
      throw new SerializationError('not-a-stream', 'does not begin with the stream magic', 0)
    }
    const contents: JavaContent[] = []
    while (!this.input.atEnd) {
      if (this.input.peekByte() === C.TC_RESET) {
        this.input.unsignedByte()
        this.handles = []
      } else contents.push(this.content())
    }
    return contents
  }

  private content(): JavaContent {
    this.budget.spend(1, this.input.offset)
    switch (this.input.peekByte()) {
      case C.TC_BLOCKDATA:
        this.input.unsignedByte()
        return { kind: 'block', bytes: this.input.take(this.input.unsignedByte()) }
      case C.TC_BLOCKDATALONG:
        this.input.unsignedByte()
        return { kind: 'block', bytes: this.input.take(this.size()) }
      default:
        return { kind: 'value', value: this.value() }
    }
  }

  private value(): JavaValue {
    this.budget.spend(1, this.input.offset)
    return this.budget.nested(this.input.offset, () => this.valueOf(this.input.unsignedByte()))
  }

  private valueOf(type: number): JavaValue {
    switch (type) {
      case C.TC_NULL:
        return null
      case C.TC_REFERENCE:
        return this.reference().value
      case C.TC_STRING:
        return this.keep(this.input.utf())
      case C.TC_LONGSTRING:
        return this.keep(this.longString())
      case C.TC_OBJECT:
        return this.object()
      case C.TC_ARRAY:
        return this.array()
      case C.TC_ENUM:
        return this.enumConstant()
      case C.TC_CLASS:
        return this.keep(this.classDescriptor())
      case C.TC_CLASSDESC:
        return this.newClassDescriptor()
      case C.TC_PROXYCLASSDESC:
        throw this.error('unsupported', 'a proxy class')
      case C.TC_EXCEPTION:
        throw this.error('unsupported', 'the writer failed and wrote its exception')
      default:
        throw this.error('malformed', `no type code: 0x${type.toString(16)}`)
    }
  }

  private object(): JavaObject {
    const descriptor = this.classDescriptor()
    const slots: JavaSlot[] = []
    const object = this.keep<JavaObject>({ kind: 'object', className: descriptor.name, slots })
    for (const part of this.hierarchy(descriptor)) slots.push(this.slot(part))
    return object
  }

  private hierarchy(descriptor: JavaClassDescriptor): JavaClassDescriptor[] {
    const parts: JavaClassDescriptor[] = []
    for (let part: JavaClassDescriptor | null = descriptor; part; part = part.superClass) {
      this.budget.spend(1, this.input.offset)
      this.budget.checkDepth(parts.length, this.input.offset)
      parts.push(part)
    }
    return parts.reverse()
  }

  private slot(part: JavaClassDescriptor): JavaSlot {
    const fields = new Map<string, JavaValue>()
    if (part.flags & C.SC_EXTERNALIZABLE) {
      if (!(part.flags & C.SC_BLOCK_DATA)) throw this.error('unsupported', `externalizable class of protocol 1: ${part.name}`)
      return { className: part.name, fields, annotation: this.annotation() }
    }
    for (const field of part.fields) fields.set(field.name, this.fieldValue(field.type))
    return { className: part.name, fields, annotation: part.flags & C.SC_WRITE_METHOD ? this.annotation() : [] }
  }

  private annotation(): JavaContent[] {
    const contents: JavaContent[] = []
    while (this.input.peekByte() !== C.TC_ENDBLOCKDATA) contents.push(this.content())
    this.input.unsignedByte()
    return contents
  }

  private fieldValue(type: string): JavaValue {
    switch (type) {
      case 'B':
        return this.input.byte()
      case 'C':
        return this.input.unsignedShort()
      case 'D':
        return this.input.double()
      case 'F':
        return this.input.float()
      case 'I':
        return this.input.int()
      case 'J':
        return this.input.long()
      case 'S':
        return this.input.short()
      case 'Z':
        return this.input.unsignedByte() !== 0
      case 'L':
      case '[':
        return this.value()
      default:
        throw this.error('malformed', `no field type: ${JSON.stringify(type)}`)
    }
  }

  private array(): JavaValue {
    const { name } = this.classDescriptor()
    if (!name.startsWith('[')) throw this.error('malformed', 'an array whose class is none')
    const values: JavaValue[] = []
    const array = this.keep({ kind: 'array' as const, className: name, bytes: null as Uint8Array | null, values })
    const size = this.size()
    if (name === '[B') {
      array.bytes = this.input.take(size)
      return array
    }
    if (size > this.input.remaining) throw this.error('truncated', `an array of ${size} elements`)
    this.budget.spend(size, this.input.offset)
    for (let i = 0; i < size; i++) values.push(this.fieldValue(name.charAt(1)))
    return array
  }

  private enumConstant(): JavaValue {
    const { name } = this.classDescriptor()
    const constant = this.keep({ kind: 'enum' as const, className: name, constant: '' })
    constant.constant = this.string()
    return constant
  }

  /** The class of an object, array or enum: it must be known in full. */
  private classDescriptor(): JavaClassDescriptor {
    const descriptor = this.classDescriptorOrNull()
    if (!descriptor) throw this.error('malformed', 'an object without a class')
    return descriptor
  }

  private classDescriptorOrNull(): JavaClassDescriptor | null {
    this.budget.spend(1, this.input.offset)
    const type = this.input.unsignedByte()
    if (type === C.TC_NULL) return null
    if (type === C.TC_PROXYCLASSDESC) throw this.error('unsupported', 'a proxy class')
    if (type === C.TC_CLASSDESC) return this.budget.nested(this.input.offset, () => this.newClassDescriptor())
    if (type !== C.TC_REFERENCE) throw this.error('malformed', `no class descriptor: 0x${type.toString(16)}`)
    const { value, complete } = this.reference()
    if (typeof value !== 'object' || value?.kind !== 'class' || !complete) throw this.error('malformed', 'a handle that is no class')
    return value
  }

  private newClassDescriptor(): JavaClassDescriptor {
    const name = this.input.utf()
    const serialVersionUid = this.input.long()
    const fields: JavaField[] = []
    const descriptor: JavaClassDescriptor = { kind: 'class', name, serialVersionUid, flags: 0, fields, superClass: null }
    const handle: Handle = { value: descriptor, complete: false }
    this.handles.push(handle)
    descriptor.flags = this.flags()
    const count = this.input.unsignedShort()
    this.budget.spend(count, this.input.offset)
    for (let i = 0; i < count; i++) fields.push(this.field())
    this.annotation()
    descriptor.superClass = this.classDescriptorOrNull()
    handle.complete = true
    return descriptor
  }

  private flags(): number {
    const flags = this.input.unsignedByte()
    const both = C.SC_SERIALIZABLE | C.SC_EXTERNALIZABLE
    if ((flags & both) === both) throw this.error('malformed', 'a class both serializable and externalizable')
    return flags
  }

  private field(): JavaField {
    const type = String.fromCharCode(this.input.unsignedByte())
    if (!'BCDFIJSZL['.includes(type)) throw this.error('malformed', `no field type: ${JSON.stringify(type)}`)
    const name = this.input.utf()
    if (type === 'L' || type === '[') this.string()
    return { type, name }
  }

  private string(): string {
    const value = this.value()
    if (typeof value !== 'string') throw this.error('malformed', 'no string where one has to be')
    return value
  }

  private longString(): string {
    const length = this.input.long()
    if (length < 0n || length > BigInt(this.input.remaining)) throw this.error('truncated', `a string of ${length} bytes`)
    return this.input.utfOf(Number(length))
  }

  private size(): number {
    const size = this.input.int()
    if (size < 0) throw this.error('malformed', `a size of ${size}`)
    return size
  }

  private reference(): Handle {
    const handle = this.handles[this.input.int() - C.BASE_WIRE_HANDLE]
    if (!handle) throw this.error('malformed', 'a handle that was never given')
    return handle
  }

  /** Assigns the next handle; before the content is read, so that it may refer to itself. */
  private keep<T extends JavaValue>(value: T): T {
    this.handles.push({ value, complete: true })
    return value
  }

  private error(code: SerializationErrorCode, message: string): SerializationError {
    return new SerializationError(code, `${message}, at ${this.input.offset}`, this.input.offset)
  }
}
