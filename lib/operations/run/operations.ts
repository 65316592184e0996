import 'server-only'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { OperationRefused } from '@/lib/model/operation-refused'
import { appendAudit, writeAudited, type AuditEntry } from '@/lib/journal/audit/append'
import type { Journal } from '@/lib/journal/dialect'
import { JournalError } from '@/lib/journal/errors'
import type { EmergencyStop, OperationRecord, Plan, RunningOperation } from '@/lib/model/operation'
import { followElsewhere } from './follow-elsewhere'
import { createLastLogReader, type ReadLastLog } from './last-log'
import { createPlanContexts, type PlanContexts, type PlanContextsInput } from './plan-contexts'
import {
  createLiveOperation,
  giveClusterBack,
  takeCluster,
  toAbortError,
  toEmergencyError,
  toRunning,
  type LiveOperation,
} from './live-operation'
import { planOperation } from './plan-operation'
import { findBegun, findBegunMeanwhile } from './request-key'
import { refuseUnlessReady, throwEmergency, toBusy } from './refuse'
import { runOperation } from './run-operation'
import { createStore, type OperationStore } from './store'
import { sweepOperations } from './sweep'
import type { ClusterHosts, PlanDraft } from './verb'
import type { RequestedBy, OperationCommand } from './command'

export interface OperationsInput extends PlanContextsInput {
  getJournal(): Promise<Journal>
  log: Logger
  sweepMs?: number
  /** How long an operation's hold on its cluster lasts without a sign of life; default 15 s. */
  leaseMs?: number
}

/** What an operation needs while it runs. */
interface Running {
  asked: OperationCommand
  journal: Journal
  store: OperationStore
  draft: PlanDraft
  hosts: ClusterHosts
}

const sweepMs = 3_000
const closingMs = 3_000

/** Everything that changes a cluster goes through here. One per process, for all clusters. */
export class Operations {
  private readonly live = new Map<string, LiveOperation>()
  private readonly notifiedElsewhere = new Set<string>()
  private readonly contexts: PlanContexts
  private readonly timer: NodeJS.Timeout
  private isSweeping = false
  /** Reads and changes nothing. */
  readonly readLastLog: ReadLastLog

  constructor(private readonly input: OperationsInput) {
    this.contexts = createPlanContexts(input)
    this.readLastLog = createLastLogReader(this.contexts)
    this.timer = setInterval(() => void this.sweep(), input.sweepMs ?? sweepMs)
    this.timer.unref()
    void this.sweep()
  }

  /** Plans and changes nothing. @throws OperationRefused */
  async plan(asked: OperationCommand, signal: AbortSignal): Promise<Plan> {
    const { verb, context } = await this.contexts.look(asked, signal)
    return (await planOperation(verb, context)).plan
  }

  /**
   * Plans anew, refuses with the reason, or begins; an operation that was begun under the same key is only returned.
   * @throws OperationRefused
   */
  async start(asked: OperationCommand): Promise<OperationRecord> {
    const journal = await this.openJournal()
    const store = createStore(journal)
    const notifyReplayed = async (record: OperationRecord) => {
      await appendAudit(journal, toAudit(asked, 'refused', { code: 'replayed', operation: record.id }))
      return record
    }
    try {
      const before = await findBegun(store, asked.once)
      return before ? await notifyReplayed(before) : await this.startNew(asked, journal, store)
    } catch (error) {
      if (!OperationRefused.is(error)) throw error
      const same = await findBegunMeanwhile(store, asked.once, error)
      if (same) return notifyReplayed(same)
      await appendAudit(journal, toAudit(asked, 'refused', { code: error.code, message: error.message }))
      throw error
    }
  }

  private async startNew(asked: OperationCommand, journal: Journal, store: OperationStore): Promise<OperationRecord> {
    const stop = await store.findEmergencyStop()
    if (stop) throwEmergency(stop)
    const { verb, context } = await this.contexts.look(asked, new AbortController().signal)
    if (context.snapshot.operation) throw toBusy(context.snapshot.operation)
    const planned = await planOperation(verb, context)
    const draft = refuseUnlessReady(planned, asked.request)
    const record = toRecord(planned.plan, asked)
    if (!(await takeCluster({ journal, record, leaseMs: this.input.leaseMs }))) throw toBusy(await findRunning(store, asked.clusterId))
    if (!(await store.insert(record, asked.once ?? null))) {
      await giveClusterBack({ journal, record })
      throw toBusy(null)
    }
    await this.begin(record, { asked, journal, store, draft, hosts: context.hosts })
    return record
  }

  async find(id: string): Promise<OperationRecord | null> {
    return this.live.get(id)?.record ?? (await this.getStore()).find(id)
  }

  /** Operations, newest first. */
  async list(wanted: { clusterId?: string | null; limit: number }): Promise<OperationRecord[]> {
    const records = await (await this.getStore()).list(wanted)
    return records.map((record) => this.live.get(record.id)?.record ?? record)
  }

  /** Called with each change, whichever console runs the operation. @returns stop */
  follow(id: string, listener: (record: OperationRecord) => void): () => void {
    return this.live.get(id)?.subscribe(listener) ?? followElsewhere(() => this.find(id), listener)
  }

  /** @returns null: there is no such operation */
  async abort(id: string, { actor, from }: RequestedBy): Promise<OperationRecord | null> {
    const journal = await this.openJournal()
    const store = createStore(journal)
    const current = this.live.get(id)
    const record = current?.record ?? (await store.find(id))
    if (!record) return null
    const result = record.state === 'running' ? 'done' : 'refused'
    await appendAudit(journal, { actor, from, action: 'operation.abort', clusterId: record.clusterId, target: id, reason: null, result })
    if (current) current.abort(toAbortError(current.record, actor.name))
    else await store.askToAbort(id, actor.name)
    return record
  }

  async findEmergencyStop(): Promise<EmergencyStop | null> {
    return (await this.getStore()).findEmergencyStop()
  }

  async raiseEmergencyStop({ actor, from }: RequestedBy, reason: string | null): Promise<EmergencyStop> {
    // Operations of this process end even when nothing can be recorded.
    for (const current of this.live.values()) current.abort(toEmergencyError(actor.name))
    const journal = await this.openJournal()
    const store = createStore(journal)
    const stop = { since: new Date().toISOString(), by: actor.name, reason }
    await store.raiseEmergencyStop(stop)
    await appendAudit(journal, { actor, from, action: 'emergency-stop.raise', clusterId: null, target: null, reason, result: 'done' })
    return (await store.findEmergencyStop()) ?? stop
  }

  async liftEmergencyStop({ actor, from }: RequestedBy, reason: string | null): Promise<void> {
    const journal = await this.openJournal()
    await createStore(journal).liftEmergencyStop()
    await appendAudit(journal, { actor, from, action: 'emergency-stop.lift', clusterId: null, target: null, reason, result: 'done' })
  }

  /** Ends the operations of this process, and waits until that is recorded. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    for (const current of this.live.values()) current.abort(toAbortError(current.record, 'The end of this console'))
    for (const until = Date.now() + closingMs; this.live.size > 0 && Date.now() < until;) await sleep(20)
    await this.contexts.close()
  }

  private async begin(record: OperationRecord, running: Running): Promise<void> {
    const { journal, store, asked } = running
    await appendAudit(journal, toAudit(asked, 'started', { operation: record.id }))
    const onError = (error: unknown) =>
      this.input.log.warn({ err: error, operation: record.id }, 'How far an operation is could not be written down.')
    const current = createLiveOperation({ record, journal, store, leaseMs: this.input.leaseMs, onError })
    this.live.set(record.id, current)
    this.notify(current)
    void this.run(current, running).catch((error: unknown) =>
      this.input.log.error(
        { err: error, operation: record.id },
        'How an operation ended could not be written down; it will be told as interrupted.',
      ),
    )
  }

  private async run(current: LiveOperation, { asked, journal, store, draft, hosts }: Running): Promise<void> {
    const { record } = current
    const ran = await runOperation({
      id: record.id,
      clusterId: asked.clusterId,
      console: this.input.console,
      hosts,
      record,
      draft,
      signal: current.signal,
      save: async (now) => {
        const by = await store.save(now)
        if (by !== null) current.abort(toAbortError(record, by))
      },
      changed: () => this.notify(current),
      onError: (error) =>
        this.input.log.error({ err: error, operation: record.id }, 'An operation failed for a reason no sentence was written for.'),
    })
    await current.settle()
    // An operation that was done before it heard the abort was not aborted; a request from here on comes too late.
    const ending = { ...ran, abortedBy: ran.state === 'done' ? null : record.abortedBy }
    try {
      const result = ending.state === 'done' ? 'done' : ending.state === 'refused' ? 'refused' : 'failed'
      const entry = toAudit(asked, result, { operation: record.id, state: ending.state, result: ending.result })
      await writeAudited(journal, async (transaction) => {
        const isEnded = await createStore({ db: transaction }).end({ ...record, ...ending })
        return { entry, result: isEnded }
      })
    } finally {
      // A client that reads of the end may start the next operation at once.
      await current
        .close()
        .catch((error: unknown) => this.input.log.warn({ err: error }, 'A lease could not be given back; it runs out by itself.'))
      Object.assign(record, ending)
      this.live.delete(record.id)
      this.input.console.publishOperation(record.clusterId, null)
      current.changed()
    }
  }

  private notify(current: LiveOperation): void {
    if (current.record.state === 'running') this.input.console.publishOperation(current.record.clusterId, toRunning(current.record))
    current.changed()
  }

  /** Reports the operations that other consoles run, and those that a dead console left, which are never continued. */
  private async sweep(): Promise<void> {
    // With a slow database they would pile up, and an older answer would be shown after a newer one.
    if (this.isSweeping) return
    this.isSweeping = true
    try {
      this.notifyElsewhere(
        await sweepOperations({
          journal: await this.input.getJournal(),
          isHere: (id) => this.live.has(id),
          onInterrupted: ({ clusterId }) => this.isHere(clusterId) || this.input.console.publishOperation(clusterId, null),
          now: Date.now(),
        }),
      )
    } catch (error) {
      this.input.log.debug({ err: error }, 'The operations of other consoles could not be looked for.')
    } finally {
      this.isSweeping = false
    }
  }

  private notifyElsewhere(records: readonly OperationRecord[]): void {
    const ids = new Set(records.map(({ clusterId }) => clusterId))
    for (const record of records) this.input.console.publishOperation(record.clusterId, toRunning(record))
    for (const id of this.notifiedElsewhere) if (!ids.has(id) && !this.isHere(id)) this.input.console.publishOperation(id, null)
    this.notifiedElsewhere.clear()
    for (const id of ids) this.notifiedElsewhere.add(id)
  }

  /** Whether this console runs something on that cluster. */
  private isHere(clusterId: string): boolean {
    return [...this.live.values()].some(({ record }) => record.clusterId === clusterId)
  }

  private async getStore(): Promise<OperationStore> {
    return createStore(await this.openJournal())
  }

  /** An operation that cannot be recorded is not carried out. */
  private async openJournal(): Promise<Journal> {
    try {
      return await this.input.getJournal()
    } catch (cause) {
      const why = JournalError.is(cause) ? cause.message : 'The server’s log says why.'
      throw new OperationRefused(
        'not-recorded',
        `The journal cannot be used, and what cannot be written down is not done. ${why}`,
        undefined,
        {
          cause,
        },
      )
    }
  }
}

async function findRunning(store: OperationStore, clusterId: string): Promise<RunningOperation | null> {
  const record = (await store.running()).find((each) => each.clusterId === clusterId)
  return record ? toRunning(record) : null
}

function toAudit(
  { actor, from, clusterId, request }: OperationCommand,
  result: AuditEntry['result'],
  detail: Record<string, unknown>,
): AuditEntry {
  const { override } = request
  return {
    actor,
    from,
    action: `operation.${request.kind}`,
    clusterId,
    target: request.target ?? null,
    reason: request.reason ?? null,
    result,
    detail: { ...detail, ...(override && { override }) },
  }
}

function toRecord(plan: Plan, { clusterId, request, actor }: OperationCommand): OperationRecord {
  return {
    id: randomUUID(),
    clusterId,
    kind: request.kind,
    target: plan.target,
    state: 'running',
    plan,
    steps: plan.steps.map((step) => ({
      ...step,
      state: 'waiting',
      startedAt: null,
      endedAt: null,
      output: '',
      droppedCharacters: 0,
      detail: null,
    })),
    step: null,
    by: { id: actor.id, name: actor.name, kind: actor.kind },
    reason: request.reason ?? null,
    startedAt: new Date().toISOString(),
    endedAt: null,
    result: null,
    abortedBy: null,
  }
}
