/** Content of a Java object serialization stream. Objects may refer to each other in circles. */
export type JavaValue = null | boolean | number | bigint | string | JavaObject | JavaArray | JavaEnum | JavaClassDescriptor

/** Either a value or the raw bytes a class wrote with `DataOutput` (adjacent blocks stay separate). */
export type JavaContent = { kind: 'value'; value: JavaValue } | { kind: 'block'; bytes: Uint8Array }

export interface JavaField {
  /** One of `BCDFIJSZ`, or `L` / `[` for references. */
  type: string
  name: string
}

export interface JavaClassDescriptor {
  kind: 'class'
  name: string
  serialVersionUid: bigint
  flags: number
  fields: JavaField[]
  superClass: JavaClassDescriptor | null
}

/** The part of an object that one class of its hierarchy wrote. */
export interface JavaSlot {
  className: string
  fields: ReadonlyMap<string, JavaValue>
  /** Content that the class's own `writeObject` or `writeExternal` added. */
  annotation: JavaContent[]
}

export interface JavaObject {
  kind: 'object'
  className: string
  /** From the topmost serializable superclass down to the class itself. */
  slots: JavaSlot[]
}

/** `byte[]` is kept as bytes, every other array as values. */
export interface JavaArray {
  kind: 'array'
  className: string
  bytes: Uint8Array | null
  values: JavaValue[]
}

export interface JavaEnum {
  kind: 'enum'
  className: string
  constant: string
}

export function isJavaObject(value: JavaValue | undefined): value is JavaObject {
  return typeof value === 'object' && value !== null && value.kind === 'object'
}

export function isJavaArray(value: JavaValue | undefined): value is JavaArray {
  return typeof value === 'object' && value !== null && value.kind === 'array'
}

/** A field by name, the most derived class first; undefined when no class of the object has it. */
export function findField(object: JavaObject, name: string): JavaValue | undefined {
  for (let i = object.slots.length - 1; i >= 0; i--) {
    const value = object.slots[i]?.fields.get(name)
    if (value !== undefined) return value
  }
  return undefined
}
