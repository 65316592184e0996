import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '@/lib/testing/any-text'
import { parseMasters } from './masters'
import { parseWorkers } from './workers'

const codes = (problems: readonly { code: string; line: number | null }[]) => problems.map(({ code, line }) => `${line}:${code}`)

describe('conf/masters', () => {
  it('Each line of conf/masters has a host and a web UI port, without comments and blank lines', () => {
    const { lines, problems, allLocal } = parseMasters('# two of them\njm1:8081 # first\n\n  jm2:8082  \n')
    expect(lines).toEqual([
      { master: 'jm1:8081', host: 'jm1', port: 8081, line: 2, text: 'jm1:8081 # first', script: { host: 'jm1', port: '8081' } },
      { master: 'jm2:8082', host: 'jm2', port: 8082, line: 4, text: '  jm2:8082  ', script: { host: 'jm2', port: '8082' } },
    ])
    expect({ problems, allLocal }).toEqual({ problems: [], allLocal: false })
  })

  it('A conf/masters with only localhost is recognized, since the script starts it without ssh', () => {
    expect(parseMasters('localhost:8081\n127.0.0.1:8082').allLocal).toBe(true)
  })

  it('A line of conf/masters without port is read as a random port, with a problem', () => {
    const { lines, problems } = parseMasters('jm1\njm2:0\njm3:')
    expect(lines.map(({ master, port, script }) => ({ master, port, script: script.port }))).toEqual([
      { master: 'jm1', port: null, script: '0' },
      { master: 'jm2', port: null, script: '0' },
      { master: 'jm3', port: null, script: '0' },
    ])
    expect(codes(problems)).toEqual(['1:missing-port', '2:missing-port', '3:missing-port'])
  })

  it('IPv6 in conf/masters is read as it is meant, with a problem since the script misreads it', () => {
    const { lines, problems } = parseMasters('[2001:db8::1]:8081\n::1')
    expect(lines.map(({ master, script }) => ({ master, script }))).toEqual([
      { master: '[2001:db8::1]:8081', script: { host: '[2001', port: 'db8' } },
      { master: '[::1]', script: { host: '', port: '0' } },
    ])
    expect(codes(problems)).toEqual(['1:ipv6-in-script', '2:ipv6-in-script', '2:missing-port'])
  })

  it('Windows line ends, a byte order mark, extra words and repeated lines of conf/masters are problems', () => {
    expect(codes(parseMasters('\uFEFFjm1:8081\r\njm2:8081\r\n').problems)).toEqual([
      '1:byte-order-mark',
      '1:carriage-return',
      '2:carriage-return',
    ])
    expect(parseMasters('\uFEFFjm1:8081\r\n').lines[0]?.script.port).toBe('8081\r')
    const { lines, problems } = parseMasters('jm1:8081 jm2:8081\njm1:8081\n/rack1/jm3')
    expect(lines.map(({ master }) => master)).toEqual(['jm1:8081', 'jm3'])
    expect(codes(problems)).toEqual(['1:extra-words', '2:duplicate-line', '3:missing-port'])
  })

  it('A host of conf/masters that ssh could read as an option or a shell as a command is refused', () => {
    const { lines, problems } = parseMasters('-oProxyCommand=x:8081\n$(reboot):8081\na;b\njm1:99999\njm1:80a')
    expect(lines.map(({ master }) => master)).toEqual(['jm1'])
    expect(codes(problems)).toEqual(['1:option-looking-host', '2:bad-host', '3:bad-host', '4:bad-port', '5:bad-port', '5:duplicate-line'])
  })

  it('An empty conf/masters is a problem, and a large one is cut at its bound', () => {
    expect(codes(parseMasters('# none\n').problems)).toEqual(['null:empty'])
    const large = parseMasters(Array.from({ length: 5_000 }, (_, index) => `jm${index}:8081`).join('\n'))
    expect(large.lines).toHaveLength(200)
    expect(codes(large.problems)).toEqual(['201:too-large'])
  })

  it('The first 200 JobManagers of conf/masters are read, without comments and repeated lines, and the rest is a problem', () => {
    const masters = (count: number) => Array.from({ length: count }, (_, index) => `# ${index}\njm${index}:8081`).join('\n')
    expect(parseMasters(masters(200)).problems).toEqual([])
    const { lines, problems } = parseMasters(`${masters(201)}\njm0:8081\nbad host`)
    expect([lines.length, lines.at(-1)?.master]).toEqual([200, 'jm199:8081'])
    expect(problems).toEqual([
      {
        code: 'too-large',
        severity: 'error',
        line: 402,
        column: null,
        key: null,
        sentence: 'The file names more than 200 JobManagers; this line and the rest of the file was not read here.',
        whatToDo: 'Check that this is the right file: a cluster has a handful of JobManagers. Remove what does not belong into it.',
      },
    ])
  })

  it('Any text of conf/masters is parsed without an error, and every host from it is harmless', () => {
    const text = fc.oneof(
      anyText(2_000),
      fc
        .array(fc.constantFrom('jm1', ':', '8081', '\n', '\r', '#', '[', ']', '::', '/', ' ', '-', '\0', '%'), { maxLength: 200 })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (any) => {
        const { lines } = parseMasters(any)
        const masters = lines.map(({ master }) => master)
        return (
          new Set(masters).size === masters.length &&
          lines.every(({ host, port }) => /^[A-Za-z0-9_:][A-Za-z0-9._:%-]*$/.test(host) && (port === null || (port > 0 && port < 65_536)))
        )
      }),
    )
  })
})

describe('conf/workers', () => {
  it('A host twice in conf/workers means two TaskManagers', () => {
    expect(parseWorkers('w1\nw1 # again\n# w2\n').lines.map(({ host, line }) => ({ host, line }))).toEqual([
      { host: 'w1', line: 1 },
      { host: 'w1', line: 2 },
    ])
  })

  it('The first thousand TaskManagers of conf/workers are read, and the rest is the first problem', () => {
    const workers = (count: number) => Array.from({ length: count }, (_, index) => `w${index % 7}`).join('\n')
    expect(parseWorkers(workers(1_000)).problems).toEqual([])
    const { lines, problems } = parseWorkers(`bad^host\n${workers(1_001)}\nbad host`)
    expect([lines.length, lines.at(-1)]).toEqual([1_000, { host: 'w5', line: 1_001, text: 'w5' }])
    expect(problems).toMatchObject([
      {
        code: 'too-large',
        severity: 'error',
        line: 1_002,
        sentence: 'The file names more than 1000 TaskManagers; this line and the rest of the file was not read here.',
      },
      { code: 'bad-host', line: 1 },
    ])
  })

  it('Any text of conf/workers is parsed without an error', () => {
    fc.assert(fc.property(anyText(), (any) => parseWorkers(any).lines.every(({ host }) => host !== '')))
  })
})
