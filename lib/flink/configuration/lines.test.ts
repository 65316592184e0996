import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '@/lib/testing/any-text'
import { parseMasters } from './masters'
import { parseWorkers } from './workers'

const codes = (problems: readonly { code: string; line: number | null }[]) => problems.map(({ code, line }) => `${line}:${code}`)

describe('conf/masters', () => {
  it('takes host and web UI port of each line, comments and blank lines aside', () => {
    const { lines, problems, allLocal } = parseMasters('# two of them\njm1:8081 # first\n\n  jm2:8082  \n')
    expect(lines).toEqual([
      { master: 'jm1:8081', host: 'jm1', port: 8081, line: 2, text: 'jm1:8081 # first', script: { host: 'jm1', port: '8081' } },
      { master: 'jm2:8082', host: 'jm2', port: 8082, line: 4, text: '  jm2:8082  ', script: { host: 'jm2', port: '8082' } },
    ])
    expect({ problems, allLocal }).toEqual({ problems: [], allLocal: false })
  })

  it('knows a file of localhost only, which the script starts without ssh', () => {
    expect(parseMasters('localhost:8081\n127.0.0.1:8082').allLocal).toBe(true)
  })

  it('reads a line without port as a random port and says so', () => {
    const { lines, problems } = parseMasters('jm1\njm2:0\njm3:')
    expect(lines.map(({ master, port, script }) => ({ master, port, script: script.port }))).toEqual([
      { master: 'jm1', port: null, script: '0' },
      { master: 'jm2', port: null, script: '0' },
      { master: 'jm3', port: null, script: '0' },
    ])
    expect(codes(problems)).toEqual(['1:missing-port', '2:missing-port', '3:missing-port'])
  })

  it('reads IPv6 as it is meant and tells that the script does not', () => {
    const { lines, problems } = parseMasters('[2001:db8::1]:8081\n::1')
    expect(lines.map(({ master, script }) => ({ master, script }))).toEqual([
      { master: '[2001:db8::1]:8081', script: { host: '[2001', port: 'db8' } },
      { master: '[::1]', script: { host: '', port: '0' } },
    ])
    expect(codes(problems)).toEqual(['1:ipv6-in-script', '2:ipv6-in-script', '2:missing-port'])
  })

  it('tells Windows line ends, a byte order mark, words too many and lines twice', () => {
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

  it('lets no host through that ssh could take for an option or a shell for a command', () => {
    const { lines, problems } = parseMasters('-oProxyCommand=x:8081\n$(reboot):8081\na;b\njm1:99999\njm1:80a')
    expect(lines.map(({ master }) => master)).toEqual(['jm1'])
    expect(codes(problems)).toEqual(['1:option-looking-host', '2:bad-host', '3:bad-host', '4:bad-port', '5:bad-port', '5:duplicate-line'])
  })

  it('says that an empty file names no JobManager, and stops at its bounds', () => {
    expect(codes(parseMasters('# none\n').problems)).toEqual(['null:empty'])
    const large = parseMasters(Array.from({ length: 5_000 }, (_, index) => `jm${index}:8081`).join('\n'))
    expect(large.lines).toHaveLength(200)
    expect(codes(large.problems)).toEqual(['201:too-large'])
  })

  it('hands out 200 JobManagers and says that the rest is not read; comments and repeated lines do not count', () => {
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

  it('survives any text, and every host it hands out is harmless', () => {
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
  it('keeps a host that stands there twice: two TaskManagers', () => {
    expect(parseWorkers('w1\nw1 # again\n# w2\n').lines.map(({ host, line }) => ({ host, line }))).toEqual([
      { host: 'w1', line: 1 },
      { host: 'w1', line: 2 },
    ])
  })

  it('is read up to a thousand TaskManagers, and what is beyond is said in front', () => {
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

  it('survives any text', () => {
    fc.assert(fc.property(anyText(), (any) => parseWorkers(any).lines.every(({ host }) => host !== '')))
  })
})
