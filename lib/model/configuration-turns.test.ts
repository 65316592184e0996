import type { Units } from '@/lib/base/units'
import { Lexer } from 'yaml'
import { describe, expect, it } from 'vitest'
import type { Finding } from '@/lib/doctor/finding'
import type { Rule } from '@/lib/doctor/rule'
import { rules as allRules } from '@/lib/doctor/rules/all'
import { runDoctor, runDoctorInUnits } from '@/lib/doctor/run-doctor'
import { aConf } from '@/lib/doctor/testing/a-conf'
import { parseConfTexts, parseConfTextsInUnits } from '@/lib/flink/configuration/conf-texts'
import { maxTokens } from '@/lib/flink/configuration/yaml-bounds'
import { parseYamlConf } from '@/lib/flink/configuration/yaml-conf'
import { hostileTexts, type HostileText } from '@/lib/testing/hostile-texts'
import { toConfigurationView, viewConfigurationInUnits } from './configuration-view'

const times = (count: number, toText: (index: number) => string) =>
  Array.from({ length: count }, (_none, index) => toText(index)).join('\n')
const hostile: readonly HostileText[] = [
  ...hostileTexts,
  { name: 'settings', of: (size) => times(size / 20, (index) => `some.key.no${index}: v${index}`) },
  { name: 'misspelt keys', of: (size) => times(size / 50, (index) => `high-availability.zookeeper.client.x${index}: v`) },
  { name: 'one key', of: (size) => times(size / 20, (index) => `recovery.mode: v${index}`) },
  { name: 'heads', of: (size) => times(size / 20, (index) => `h${index}:\n  a: 1\n  b: 2`) },
  { name: 'hosts', of: (size) => times(size / 10, (index) => `h${index}:8081`) },
  { name: 'servers', of: (size) => times(size / 25, (index) => `server.${index}=h${index}:2888:3888`) },
  { name: 'a list that is not indented', of: (size) => `a:\n  b: [\n${'x,\n'.repeat(size / 3)}]` },
  { name: 'a short list that is not indented', of: (size) => `a:\n  b: [\n${'x,\n'.repeat(Math.min(size / 3, 1_900))}]` },
  { name: 'aliases of aliases', of: () => times(9, (index) => `${'abcdefghi'[index]}: &${'abcdefghi'[index]} [${toNine(index)}]`) },
  { name: 'tags', of: (size) => '!!str '.repeat(size / 6) },
  { name: 'directives', of: (size) => '%FOO\n'.repeat(size / 5) },
  { name: 'documents', of: (size) => '---\n'.repeat(size / 4) },
]
const toNine = (index: number) => Array.from({ length: 9 }, () => (index === 0 ? 'x' : `*${'abcdefghi'[index - 1]}`)).join(', ')

function measure(run: () => unknown): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
/** The shortest of several runs: other load on the machine, or a first run before it is compiled, only adds time. */
const best = (run: () => unknown, count: number) => Math.min(...Array.from({ length: count }, () => measure(run)))

/**
 * The longest turn takes 8 times what a harmless file's does on a quiet machine, and 16 on one whose cores all collect garbage. Without
 * bounds it was two hundred times: the test finds that, and does not fail on a busy machine.
 */
const mostTimes = 50

/** What blocks the event loop in one turn, by name. */
function toTurns(file: string, text: string): Record<string, () => unknown> {
  const input = aConf({ [file]: text })
  const present = { [file]: { name: file, state: 'present' as const, problem: null } }
  let findings: readonly Finding[] = []
  return {
    'reading it': () => parseConfTexts({ [file]: text }),
    'examining it': () => (findings = runDoctor(input)),
    // After it was examined.
    'showing it': () => toConfigurationView('east', '/conf', present, input, { at: 1, findings }),
  }
}

/** What each unit logged. */
function toParts(units: Units<unknown>, log: string[]): string[][] {
  const parts: string[][] = []
  for (let isDone = false; !isDone;) {
    isDone = units.next().done === true
    // A file is first looked up and then read: two entries of the log.
    parts.push([...new Set(log.splice(0))])
  }
  return parts
}

describe('the cost of a configuration in turns of the event loop', () => {
  it('Each file is read and shown in a turn of its own, and each rule is checked in one of its own', () => {
    const names = ['flink-conf.yaml', 'config.yaml', 'masters', 'workers', 'zoo.cfg'] as const
    const read: string[] = []
    const texts = Object.defineProperties(
      {},
      Object.fromEntries(names.map((name) => [name, { get: () => (read.push(name), 'a: b'), enumerable: true }])),
    )
    const checked: string[] = []
    const rules = ['files/one', 'files/two', 'files/three'].map((id): Rule => ({
      ...allRules[0]!,
      id: id as Rule['id'],
      check: () => (checked.push(id), []),
    }))
    const one = [...names.map((name) => [name]), []]
    expect(toParts(parseConfTextsInUnits(texts), read)).toEqual(one)
    const present = Object.fromEntries(names.map((name) => [name, { name, state: 'present' as const, problem: null }]))
    expect(toParts(viewConfigurationInUnits('east', '/conf', present, { ...aConf({}), files: texts }, null), read)).toEqual(one)
    expect(toParts(runDoctorInUnits(aConf({}), rules), checked)).toEqual([['files/one'], ['files/two'], ['files/three'], []])
  })

  it('The YAML library is given a bounded number of tokens, whatever the text', () => {
    const counts = hostile.flatMap(({ name, of }) =>
      [10_000, 40_000, 120_000, 1_000_000].map((size) => {
        const isRead = !parseYamlConf(of(size)).problems.some(({ code }) => code === 'too-large' || code === 'too-deep')
        return { name, size, tokens: isRead ? [...new Lexer().lex(of(size))].length : 0 }
      }),
    )
    expect(counts.filter(({ tokens }) => tokens > maxTokens)).toEqual([])
    expect(counts.filter(({ tokens }) => tokens > 0).length).toBeGreaterThan(hostile.length)
  })

  it('A configuration of 800 settings with as many comment lines is read', () => {
    const text = times(800, (index) => `# What it does\nsome.key.no${index}: value ${index}`)
    expect(parseYamlConf(text)).toMatchObject({ entries: { length: 800 }, problems: [] })
  })

  it.each(['config.yaml', 'flink-conf.yaml', 'zoo.cfg', 'masters', 'workers'])(
    'The worst %s costs no turn more than a few times what the largest honest config.yaml costs',
    (file) => {
      const honest = times(maxTokens / 5, (index) => `k${index}: v`)
      const most = mostTimes * best(() => parseYamlConf(honest), 7)
      const slow = hostile
        .filter(({ name }) => file === 'config.yaml' || !name.startsWith('a key, then'))
        .flatMap(({ name, of }) =>
          Object.entries(toTurns(file, of(file === 'config.yaml' ? 40_000 : 200_000)))
            .filter(([, run]) => measure(run) > most && best(run, 12) > most)
            .map(([turn]) => `${turn}: ${name}`),
        )
      expect(slow).toEqual([])
    },
    300_000,
  )
})
