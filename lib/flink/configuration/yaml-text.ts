import { isMap, isScalar, isSeq, type Node, type YAMLSeq } from 'yaml'

/**
 * The string Flink's `Configuration.toMap` makes of a scalar of the core schema: integers in decimal, floats as
 * `Double.toString` writes them, infinities and NaN as YAML does. @returns null for YAML's null, which Flink refuses
 */
export function toScalarText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return typeof value === 'number' ? toJavaDouble(value) : null
}

/** `Double.toString`: plain between 10⁻³ and 10⁷, else one digit before the point and an exponent. */
export function toJavaDouble(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  const size = Math.abs(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value)
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}

/** A list as `YamlParserUtils.toYAMLString` dumps it: flow style on one line, e.g. `[a, 'b: c', 1]`. */
export function toFlowText(list: YAMLSeq, resolve: (node: unknown) => Node | null, depth = 0): string {
  return `[${list.items.map((item) => toItemText(resolve(item), resolve, depth + 1)).join(', ')}]`
}

function toItemText(node: Node | null, resolve: (node: unknown) => Node | null, depth: number): string {
  // A list that contains itself: cut, since such a value is unusable.
  if (depth > 32) return '…'
  if (isSeq(node)) return toFlowText(node, resolve, depth)
  if (isMap(node))
    return `{${node.items.map((pair) => `${toItemText(resolve(pair.key), resolve, depth)}: ${toItemText(resolve(pair.value), resolve, depth + 1)}`).join(', ')}}`
  const value = isScalar(node) ? node.value : null
  return typeof value === 'string' ? quoteAsNeeded(value) : (toScalarText(value) ?? 'null')
}

const readsOtherwise =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

function quoteAsNeeded(text: string): string {
  if (/[\p{Cc}\u2028\u2029\uFEFF]/u.test(text)) return JSON.stringify(text)
  const plain =
    text !== '' && !readsOtherwise.test(text) && !/^[\s#,[\]{}&*!|>'"%@`?]|^[-:](?:\s|$)|[,?[\]{}:]|\s#|\s$|^---|^\.\.\./.test(text)
  return plain ? text : `'${text.replaceAll("'", "''")}'`
}
