import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { makeProblem, type LineProblem } from './problem'

/** `yarn-site.xml`: Hadoop's `<configuration><property><name/><value/></property>…`. */
export interface YarnSite {
  properties: YarnProperty[]
  problems: LineProblem[]
}

export interface YarnProperty {
  name: string
  value: string
  /** `<final>true</final>`: later files do not change it. */
  final: boolean
  /** From 1; null: not known. */
  line: number | null
}

// Twice the size of Hadoop's whole yarn-default.xml; the XML library takes about 0.2 ms per kB.
const bounds = { maxCharacters: 512 * 1024, maxTags: 20_000, maxDepth: 20, maxProperties: 10_000 }
const metaData = XMLParser.getMetaDataSymbol() as unknown as symbol
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  captureMetaData: true,
  processEntities: false,
  cdataPropName: '#cdata',
  maxNestedTags: bounds.maxDepth,
  isArray: (name) => name === 'property',
})

/**
 * Reads what Hadoop's `Configuration.loadResource` reads from the file: properties as elements or as attributes, names
 * trimmed, one without a value left out. A document type, and so every custom entity, is refused; a large or deep
 * text is not parsed at all. Never throws. `${…}` and `xi:include` are not followed.
 */
export function parseYarnSite(text: string): YarnSite {
  const fault = findFault(text)
  if (fault) return { properties: [], problems: [fault] }
  try {
    return { properties: readProperties(parser.parse(text), text), problems: [] }
  } catch {
    return { properties: [], problems: [notXml(null, 'it cannot be parsed')] }
  }
}

/** The effective value: the last one, unless an earlier one is final. */
export function findYarnProperty(site: YarnSite, name: string): YarnProperty | null {
  const all = site.properties.filter((property) => property.name === name)
  return all.find((property) => property.final) ?? all.at(-1) ?? null
}

function findFault(text: string): LineProblem | null {
  const [maxCharacters, tags] = [bounds.maxCharacters, text.length > bounds.maxCharacters ? 0 : countTags(text)]
  if (text.length > maxCharacters) return tooLarge(`${maxCharacters} characters`)
  if (text.includes('\0'))
    return makeProblem(
      'binary',
      'error',
      {},
      'The file has NUL bytes: it is not a text file, or it is UTF-16.',
      'Replace it with a text file in UTF-8.',
    )
  if (text.trim() === '')
    return makeProblem(
      'empty',
      'error',
      {},
      'The file is empty; Hadoop refuses it.',
      'Write <configuration></configuration> at least, or remove the file.',
    )
  if (tags > bounds.maxTags) return tooLarge(`${bounds.maxTags} tags`)
  const type = /<!(?:DOCTYPE|ENTITY)/i.exec(text)
  if (type)
    return makeProblem(
      'xml-entities',
      'error',
      { line: lineAt(text, type.index) },
      'The file has a document type, which can define entities that expand without bound; it was not read here.',
      'Remove the <!DOCTYPE …> part and write the values out.',
    )
  return findMarkupFault(text)
}

function findMarkupFault(text: string): LineProblem | null {
  const long = hasLongTag(text)
  if (long !== null) return notXml(lineAt(text, long), 'a tag in it does not end')
  const answer = validate(text)
  return answer === true ? null : notXml(answer, 'its markup is wrong here')
}

/** The library is quadratic in the length of one tag, so a tag longer than any real one is not parsed. */
function hasLongTag(text: string): number | null {
  for (let at = text.indexOf('<'); at >= 0;) {
    if (text.startsWith('<!--', at) || text.startsWith('<![CDATA[', at)) {
      const end = text.indexOf(text[at + 2] === '-' ? '-->' : ']]>', at)
      if (end < 0) return at
      at = text.indexOf('<', end)
      continue
    }
    const end = text.indexOf('>', at)
    if (end < 0 || end - at > 4_000) return at
    at = text.indexOf('<', end)
  }
  return null
}

function countTags(text: string): number {
  let count = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) count++
  return count
}

function validate(text: string): true | number | null {
  try {
    const answer = XMLValidator.validate(text)
    return answer === true ? true : answer.err.line
  } catch {
    return null
  }
}

function tooLarge(bound: string): LineProblem {
  return makeProblem(
    'too-large',
    'error',
    {},
    `The file has more than ${bound} and was not read here.`,
    'Check that this is the right file; remove what does not belong into it.',
  )
}

function notXml(line: number | null, why: string): LineProblem {
  return makeProblem(
    'not-xml',
    'error',
    { line },
    `The file is no well-formed XML: ${why}. Hadoop refuses it, and so does every program that reads it.`,
    'Correct the markup; xmllint --noout tells where it breaks.',
  )
}

function readProperties(document: unknown, text: string): YarnProperty[] {
  const root = toRecord(toRecord(document).configuration)
  const found = Array.isArray(root.property) ? root.property.slice(0, bounds.maxProperties) : []
  const starts = makeLineFinder(text)
  return found.flatMap((raw: unknown) => {
    const property = toRecord(raw)
    const [name, value] = [toText(property.name ?? property['@name'])?.trim(), toText(property.value ?? property['@value'])]
    const final =
      toText(property.final ?? property['@final'])
        ?.trim()
        .toLowerCase() === 'true'
    const index = (Reflect.get(property, metaData) as { startIndex?: number } | undefined)?.startIndex
    return name && value !== undefined ? [{ name, value, final, line: index === undefined ? null : starts(index) }] : []
  })
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** An element with attributes is an object that contains its text; of a repeated element Hadoop uses the last. */
function toText(value: unknown): string | undefined {
  if (Array.isArray(value)) return toText(value.at(-1))
  if (typeof value === 'string') return decodeEntities(value)
  const { '#text': text, '#cdata': cdata } = toRecord(value)
  const parts = [typeof text === 'string' ? decodeEntities(text) : '', ...[cdata].flat().filter((part) => typeof part === 'string')]
  return typeof text === 'string' || cdata !== undefined ? parts.join('') : undefined
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** XML's five entities and character numbers; the library would decode the whole document, which a hostile one makes slow. */
function decodeEntities(text: string): string {
  return text
    .slice(0, 100_000)
    .replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (all, name?: string, decimal?: string, hex?: string) => {
      const code = decimal ? Number(decimal) : parseInt(hex ?? '', 16)
      return name ? (named[name] ?? all) : code <= 0x10ffff ? String.fromCodePoint(code) : all
    })
}

/** For ascending indexes, so that the text is scanned once. */
function makeLineFinder(text: string): (index: number) => number {
  let [line, from] = [1, 0]
  return (index) => {
    for (let at = text.indexOf('\n', from); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
      line++
      from = at + 1
    }
    return line
  }
}

function lineAt(text: string, index: number): number {
  return makeLineFinder(text)(index)
}
