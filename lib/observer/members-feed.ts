import 'server-only'
import type { HaConfiguration } from '@/lib/flink/configuration/ha-configuration'
import type { MemberFacts } from '@/lib/model/facts'
import type { MemberPool, MemberWatch } from '@/lib/sources/quorum/member-pool'
import type { Changed, FactFeed, GatheredFacts } from './feed'

export interface MembersFeed extends FactFeed {
  /** One of the members may have caused a change: read all of them soon. */
  refresh(): void
}

/** Watches each member of the configured quorum separately; its id is from zoo.cfg where that names it. */
export function startMembersFeed(facts: GatheredFacts, pool: MemberPool, configuration: HaConfiguration, changed: Changed): MembersFeed {
  const quorum = configuration.mode === 'zookeeper' ? configuration.quorum : []
  const watches: MemberWatch[] = []
  const slots: MemberFacts[] = []
  quorum.forEach(({ host, port }, index) => {
    const watch = pool.watch({ id: findId(configuration, host, port), host, port, adminPort: undefined }, (next) => {
      const before = slots[index]
      slots[index] = next
      facts.members = [...slots]
      changed(before && isSameMember(before, next) ? 'quiet' : 'urgent')
    })
    slots.push(watch.facts)
    watches.push(watch)
  })
  facts.members = [...slots]
  return {
    refresh: () => watches.forEach((watch) => watch.refresh()),
    close: () => watches.forEach((watch) => watch.close()),
  }
}

function isSameMember(before: MemberFacts, next: MemberFacts): boolean {
  if (before.link !== next.link || before.linkDetail !== next.linkDetail || before.answer.known !== next.answer.known) return false
  if (!before.answer.known || !next.answer.known) return true
  return before.answer.value.mode === next.answer.value.mode && before.answer.value.version === next.answer.value.version
}

/** N of this member's `server.N`; null when zoo.cfg describes other servers or is ambiguous. */
function findId({ zooCfg, zooCfgApplies }: HaConfiguration, host: string, port: number): string | null {
  if (!zooCfg || !zooCfgApplies) return null
  const found = zooCfg.servers.filter(
    (server) => server.host.toLowerCase() === host.toLowerCase() && (server.clientPort ?? zooCfg.clientPort.value) === port,
  )
  return found.length === 1 ? String(found[0]!.id) : null
}
