import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findYarnProperty, parseYarnSite } from './yarn-site'

const property = (name: string, value: string, more = '') =>
  `  <property>\n    <name>${name}</name>\n    <value>${value}</value>${more}\n  </property>\n`
const site = (...properties: string[]) => `<?xml version="1.0"?>\n<!-- site -->\n<configuration>\n${properties.join('')}</configuration>\n`

describe('a yarn-site.xml', () => {
  it('A yarn-site.xml is read with the line of each property', () => {
    expect(
      parseYarnSite(
        site(
          property('yarn.resourcemanager.am.max-attempts', '4', '<description>tries &amp; more</description>'),
          property(' b ', 'x&lt;y', '<final>true</final>'),
        ),
      ),
    ).toEqual({
      properties: [
        { name: 'yarn.resourcemanager.am.max-attempts', value: '4', final: false, line: 4 },
        { name: 'b', value: 'x<y', final: true, line: 8 },
      ],
      problems: [],
    })
  })

  it('A yarn-site.xml may have properties as attributes, in CDATA, and none at all', () => {
    expect(
      parseYarnSite(
        '<configuration><property name="a" value="1" final="true"/><property><name>b</name><value><![CDATA[2]]></value></property><property><name>no-value</name></property></configuration>',
      ).properties,
    ).toEqual([
      { name: 'a', value: '1', final: true, line: 1 },
      { name: 'b', value: '2', final: false, line: 1 },
    ])
    expect(parseYarnSite('<configuration/>')).toEqual({ properties: [], problems: [] })
  })

  it('The last value of a YARN property counts, unless an earlier one is final', () => {
    expect(findYarnProperty(parseYarnSite(site(property('a', '1'), property('a', '2'))), 'a')?.value).toBe('2')
    expect(findYarnProperty(parseYarnSite(site(property('a', '1', '<final>true</final>'), property('a', '2'))), 'a')?.value).toBe('1')
    expect(findYarnProperty(parseYarnSite(site()), 'a')).toBeNull()
  })
})

describe('a refused yarn-site.xml', () => {
  const codes = (text: string) => parseYarnSite(text).problems.map(({ code, line }) => `${code}:${line}`)

  it('A yarn-site.xml with a document type is refused', () => {
    expect(
      codes(
        '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>\n<configuration>&lol2;</configuration>',
      ),
    ).toEqual(['xml-entities:2'])
    expect(codes('<!DOCTYPE a SYSTEM "file:///etc/passwd"><configuration/>')).toEqual(['xml-entities:1'])
  })

  it('A yarn-site.xml that is not XML is refused', () => {
    expect(codes('')).toEqual(['empty:null'])
    expect(codes('yarn: 1\0')).toEqual(['binary:null'])
    expect(codes('<configuration>\n<property>\n</configuration>')).toEqual(['not-xml:3'])
    expect(codes('<configuration>\n<property')).toEqual(['not-xml:2'])
    expect(parseYarnSite('plain words')).toMatchObject({ properties: [], problems: [{ code: 'not-xml' }] })
  })

  it('A yarn-site.xml that is too large is refused', () => {
    expect(codes(`<configuration>${' '.repeat(512 * 1024)}</configuration>`)).toEqual(['too-large:null'])
    expect(codes(`<configuration>${'<a/>'.repeat(20_001)}</configuration>`)).toEqual(['too-large:null'])
  })
})

describe('any yarn-site.xml', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '/',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&',
      ';',
      '"',
      "'",
      '=',
      ' ',
      '\n',
      'a',
      'property',
      '<property>',
      '</property>',
      '<name>',
      '</name>',
      '<value>',
      '</value>',
      '__proto__',
      '<configuration>',
      '</configuration>',
      '\u2028',
      '&#0;',
      '&#x10ffff;',
    ),
    { maxLength: 60 },
  )

  it('Any text of yarn-site.xml is parsed without an error, with at most one problem', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const { properties, problems } = parseYarnSite(parts.join(''))
        expect(properties.every(({ name, value }) => typeof name === 'string' && typeof value === 'string')).toBe(true)
        expect(problems.length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  it('The names and values of a yarn-site.xml are read unchanged', () => {
    const word = fc.string({ maxLength: 20 }).filter((text) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text))
    const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            word.filter((text) => text.trim() !== ''),
            word,
          ),
          { maxLength: 5 },
        ),
        (pairs) => {
          const read = parseYarnSite(site(...pairs.map(([name, value]) => property(escape(name), escape(value)))))
          expect(read.problems).toEqual([])
          expect(read.properties.map(({ name, value }) => [name, value])).toEqual(pairs.map(([name, value]) => [name.trim(), value.trim()]))
        },
      ),
    )
  })

  const large = 500 * 1000
  it.each([
    ['nests', '<a>'.repeat(19_000)],
    ['nests and ends', `${'<a>'.repeat(9_900)}${'</a>'.repeat(9_900)}`],
    ['is one tag', `<a ${'b '.repeat(large / 2)}`],
    ['is one tag that ends', `<a ${'b="1" '.repeat(large / 6)}/>`],
    ['is full of ampersands', `<configuration>${'&'.repeat(large)}</configuration>`],
    ['is full of entities', `<configuration>${'&amp;'.repeat(large / 5)}</configuration>`],
    ['begins comments', '<!--'.repeat(large / 4)],
    ['begins sections', '<![CDATA['.repeat(large / 9)],
    ['has instructions', '<?a?>'.repeat(19_000)],
    ['is blank', ' '.repeat(large)],
    ['begins tags', '<'.repeat(19_000)],
    ['has quotes', `<a b="${'\'"'.repeat(1_900)}">`.repeat(120)],
    ['is true and large', site(...Array.from({ length: 1_100 }, (_none, index) => property(`name.${index}`, 'v'.repeat(300))))],
    ['repeats attributes', `<configuration>${`<property ${'a="b" '.repeat(600)}/>`.repeat(130)}</configuration>`],
  ])('A yarn-site.xml of half a megabyte that %s is read in bounded time', (_name, text) => {
    // It takes a tenth of a second; in quadratic time it would take minutes. CPU time: other load does not count.
    const before = process.cpuUsage()
    parseYarnSite(text)
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(20_000)
  })
})
