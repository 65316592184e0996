import type { SaidIncident, SaidIncidents, SaidSummary } from '../said/public'
import type { SaidSnapshot } from '../said/snapshot'
import { graceOf } from './graces'
import { toClock, type When } from './leaderless'
import type { Sheet } from './sheet'

/** Statements in different answers: an incident must not get lost, and one outage has one figure. */
export class AcrossAnswers {
  /** Incidents seen, by id, with the time of the answer. */
  private readonly seen = new Map<string, number>()
  private incidents: SaidIncident[] = []
  /** “X took the lead after 37 s”, by the time of the event. */
  private readonly figures = new Map<number, { least: number; most: number; text: string }>()

  hearSnapshot({ events, takeover, verdict }: SaidSnapshot, sheet: Sheet): void {
    for (const { at, kind, text } of events) {
      const figure = kind === 'leader' ? readDuration(/ after (.+?) without a leader/.exec(text)?.[1]) : null
      if (figure) this.figures.set(at, { ...figure, text })
    }
    const open = this.incidents.find(({ resolved_at, understudy }) => resolved_at === null && understudy.leaderless_ms === null)
    if (verdict.level !== 'no-leader' || takeover.since === null || !open || open.started_at > takeover.since + 60_000) return
    const differ = Math.abs(open.started_at - takeover.since) > graceOf('one-figure')
    sheet.claim(
      'one-figure',
      'takeover.since and the open incident',
      differ,
      () => `since ${toClock(takeover.since ?? 0)}`,
      () => `the public incident began at ${toClock(open.started_at)}`,
    )
  }

  hearIncidents({ incidents }: SaidIncidents, when: When, sheet: Sheet): void {
    this.compareSeen(
      incidents.map(({ id }) => id),
      when,
      'incidents',
      sheet,
    )
    this.incidents = incidents
    this.remember(incidents, when)
    for (const incident of incidents) this.compareFigures(incident, sheet)
  }

  hearSummary({ incidents, components }: SaidSummary, when: When, sheet: Sheet): void {
    this.remember(incidents, when)
    const { leaderless_ms: said, observed_at: upTo = null } = components[0]?.understudy ?? {}
    if (said === undefined || upTo === null) return sheet.unknown('public-uptime')
    const counted = this.incidents.filter(({ impact }) => impact !== 'maintenance' && impact !== 'none')
    // For an incident with an older answer, the time of that answer counts: the sum can only be too small.
    const open = new Set(incidents.map(({ id }) => id))
    const lengths = counted.map(({ id, started_at, understudy }) =>
      understudy.leaderless_ms !== null ? understudy.leaderless_ms : open.has(id) ? upTo - started_at : 0,
    )
    const least = lengths.reduce((sum, length) => sum + length, 0) - graceOf('public-uptime') * Math.max(1, counted.length)
    sheet.claim(
      'public-uptime',
      'components leaderless_ms',
      said < least,
      () => `${said} ms without a leader`,
      () => `its incidents say at least ${least} ms: ${lengths.join(' + ')}`,
    )
  }

  hearPage(text: string, when: When, sheet: Sheet): void {
    const ids = [...text.matchAll(/id="incident-([\w-]+)"/g)].map(([, id]) => id ?? '')
    this.compareSeen(ids, when, 'page', sheet)
  }

  private remember(incidents: readonly SaidIncident[], { got }: When): void {
    for (const { id } of incidents) if (!this.seen.has(id)) this.seen.set(id, got)
  }

  private compareSeen(ids: readonly string[], { asked }: When, where: string, sheet: Sheet): void {
    for (const [id, seenAt] of this.seen) {
      if (seenAt > asked) continue
      sheet.claim(
        'public-incident-lost',
        where,
        !ids.includes(id),
        () => `incident ${id} is in no list`,
        () => `it was told at ${toClock(seenAt)}`,
      )
    }
  }

  private compareFigures({ started_at, understudy }: SaidIncident, sheet: Sheet): void {
    const leads = understudy.phases.find(({ phase }) => phase === 'standby-leads')?.at ?? null
    if (leads === null) return
    const length = leads - started_at
    const event = [...this.figures].find(([at]) => Math.abs(at - (started_at + length)) < 3_000)
    if (!event) return
    const [, { least, most, text }] = event
    const slack = graceOf('one-figure')
    sheet.claim(
      'one-figure',
      'event and incident',
      length < least - slack || length > most + slack,
      () => text,
      () => `the public incident says ${length} ms`,
    )
  }
}

/** A duration as text, with what its rounding hides: “3.1 s” is anything from 3.1 to 3.2 s. */
export function readDuration(text: string | undefined): { least: number; most: number } | null {
  const units = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 }
  const parts = [...(text ?? '').matchAll(/\b(\d{1,9}(?:\.\d{1,3})?) (ms|s|min|h)\b/g)]
  const last = parts.at(-1)
  if (!last) return null
  const sizes = parts.map(([, amount, unit]) => Number(amount) * units[unit as keyof typeof units])
  const least = sizes.reduce((sum, size) => sum + size, 0)
  // Below ten seconds there are tenths, also where “4 s” is written for 4.0.
  const step = last[2] === 's' && parts.length === 1 && least < 10_000 ? 100 : units[last[2] as keyof typeof units]
  return { least, most: least + step }
}
