import { describe, expect, it } from 'vitest'
import { parseFlatConf } from '@/lib/flink/configuration/flat-conf'
import { parseJavaProperties } from '@/lib/flink/configuration/java-properties'
import { parseMasters } from '@/lib/flink/configuration/masters'
import { parsePortRange } from '@/lib/flink/configuration/port-range'
import { parseQuorum } from '@/lib/flink/configuration/quorum'
import { hideSecrets } from '@/lib/flink/configuration/secrets'
import { parseWorkers } from '@/lib/flink/configuration/workers'
import { parseYamlConf } from '@/lib/flink/configuration/yaml-conf'
import { parseYarnSite } from '@/lib/flink/configuration/yarn-site'
import { findYamlSetting } from '@/lib/doctor/yaml-lines'
import { readWithSed } from '@/lib/doctor/rules/options/script-values'
import { parseZooCfg } from '@/lib/flink/configuration/zoo-cfg'
import { parseJobResult } from '@/lib/flink/job-results'
import { createSessionLineScanner } from '@/lib/flink/log/session-line'
import { toStoragePath } from '@/lib/flink/serialization/path-uri'
import { toLogLines } from '@/lib/model/log-end'
import { toPlainText } from '@/lib/model/plain-text'
import { toCell } from '@/lib/http/activity/export-lines'
import { toProcessTable } from '@/lib/sources/hosts/find-processes'
import { parseClusterSshOptions } from '@/lib/flink/ssh-options/cluster-ssh-options'
import { findSessions, findTickTime } from '@/lib/sources/quorum/read-words'
import { hostileTexts } from '@/lib/testing/hostile-texts'

/** Everything that reads text of a cluster's files, its hosts or its servers, and how much of it may reach it. */
const readers: Readonly<Record<string, { read: (text: string) => unknown; most?: number }>> = {
  'flink-conf.yaml': { read: parseFlatConf },
  'config.yaml': { read: parseYamlConf },
  'zoo.cfg': { read: parseZooCfg },
  properties: { read: parseJavaProperties },
  masters: { read: parseMasters },
  workers: { read: parseWorkers },
  'yarn-site.xml': { read: parseYarnSite },
  'a quorum': { read: parseQuorum },
  'a port range': { read: parsePortRange },
  'a file that is shown': { read: hideSecrets },
  'a line that is fixed': { read: (text) => findYamlSetting(text.split('\n'), 1) },
  'what sed reads': { read: (text) => readWithSed(text, 'env.java.home') },
  'a job result': { read: (text) => parseJobResult(`${'0'.repeat(32)}.json`, text) },
  'a JobManager’s log': { read: readLog },
  'the end of a log': { read: (text) => toLogLines(new TextEncoder().encode(text), true), most: 64_000 },
  'a pointer': { read: toStoragePath },
  'a process table': { read: (text) => toProcessTable(`understudy begin x\n${text}`, 'h', '/c') },
  'process tables': { read: (text) => toProcessTable('understudy begin x\n'.repeat(text.length / 20), 'h', '/c') },
  cons: { read: findSessions, most: 64_000 },
  conf: { read: findTickTime, most: 64_000 },
  'a program’s output': { read: toPlainText, most: 64_000 },
  'a cell of an export': { read: toCell, most: 64_000 },
  'ssh options': { read: parseClusterSshOptions },
}

function readLog(text: string): unknown {
  const scanner = createSessionLineScanner()
  scanner.push(`${text}\n`)
  return scanner.findings()
}

/** Time of the processor, not of the clock: other programs do not count. The best of several: neither does this one's own tidying. */
function measure(read: (text: string) => unknown, text: string, times: number): number {
  return Math.min(
    ...Array.from({ length: times }, () => {
      const before = process.cpuUsage()
      read(text)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    }),
  )
}

/** Below it the processor's own clock and what else this process does tell nothing. A quadratic reader takes seconds for so much. */
const nothingMs = 200
const large = 100_000
/**
 * For ten times the length a linear reader takes ten times as long and a quadratic one a hundred times: far enough apart for a machine that
 * is busy, or collects garbage, during one of the two.
 */
const mostTimes = 40

describe('whatever a cluster’s files, hosts and servers say is read in time that grows with its length', () => {
  it.each(Object.entries(readers))(
    '%s',
    (_, { read, most = large }) => {
      const slow = hostileTexts.flatMap(({ name, of }) => {
        const whole = of(Math.min(most, large))
        const tenth = of(whole.length / 10)
        // Cubic things stand out at a tenth already, where they do not take minutes.
        if (measure(read, tenth, 1) < nothingMs && measure(read, whole, 1) < nothingMs) return []
        const [small, all] = [measure(read, tenth, 3), measure(read, whole, 3)]
        if (all > nothingMs && all > mostTimes * small) return [`${name}: ${small} ms, then ${all} ms`]
        return []
      })
      expect(slow).toEqual([])
    },
    600_000,
  )
})
