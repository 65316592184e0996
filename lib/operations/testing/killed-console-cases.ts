import type { OperationRequest } from '@/lib/model/operation'
import type { OperationKind } from '@/lib/model/operation-kinds'
import type { Moment } from './with-gate'
import { killFrozen } from '../verbs/fenced-takeover'

/** The state of a cluster of two masters, `a` that led and `b` that stood by; `line` as ZooKeeper has it. */
export interface Seen {
  line: string
  leads: 'a' | 'b'
  a?: 'none' | 'frozen'
  b?: 'none'
}
/** What exists again of what was removed before. */
export type Back = 'nothing' | 'the file' | 'all' | 'the job'

/** The job that is left over, or registered and not run. */
export const leftJob = 'd'.repeat(32)

export interface Case extends Moment {
  kind: OperationKind
  request?: Partial<OperationRequest>
  /** What happens to the cluster before; the autopilot acts by itself. */
  before?: 'a killed' | 'a frozen' | 'a killed, autopilot on' | 'a file dangles' | 'a job is not run' | 'removed'
  seen: Seen
  /** What exists again; a file and znodes are backed up and removed before. */
  back?: Back
  /** What a person does afterwards, planned anew; null: nothing is left to do. */
  then: (Partial<OperationRequest> & Pick<OperationRequest, 'kind'>) | null
  /** The result of that operation. */
  says?: string
}

const asItWas: Seen = { line: 'ab', leads: 'a' }
const deadInLine: Seen = { ...asItWas, a: 'none' }
export const taken: Seen = { line: 'b', leads: 'b', a: 'none' }
const takeOver = { kind: 'fenced-takeover' } as const
const startA = { kind: 'start-jobmanager', target: 'a' } as const
const startB = { kind: 'start-jobmanager', target: 'b' } as const
const restore = { kind: 'restore-dangling' } as const

/** A console that is killed at each step: as it begins, and when its work is done and not yet recorded. */
export const cases: Record<string, Case> = {
  'prove-begins': { kind: 'fenced-takeover', before: 'a killed', step: 'prove', when: 'before', seen: deadInLine, then: takeOver },
  'fence-begins': { kind: 'fenced-takeover', before: 'a killed', step: 'fence', when: 'before', seen: deadInLine, then: takeOver },
  'fence-done': { kind: 'fenced-takeover', before: 'a killed', step: 'fence', when: 'after', seen: taken, then: startA },
  'lead-done': { kind: 'fenced-takeover', before: 'a killed', step: 'lead', when: 'after', seen: taken, then: startA },
  'jobs-done': { kind: 'fenced-takeover', before: 'a killed', step: 'jobs', when: 'after', seen: taken, then: startA },
  'recovered-done': { kind: 'fenced-takeover', before: 'a killed', step: 'recovered', when: 'after', seen: taken, then: null },
  'frozen-kill-begins': {
    kind: 'fenced-takeover',
    before: 'a frozen',
    request: { override: killFrozen },
    step: 'kill',
    when: 'before',
    seen: { ...asItWas, a: 'frozen' },
    then: { ...takeOver, override: killFrozen },
  },
  'frozen-kill-done': {
    kind: 'fenced-takeover',
    before: 'a frozen',
    request: { override: killFrozen },
    step: 'kill',
    when: 'after',
    seen: deadInLine,
    then: takeOver,
  },
  'autopilot-fence-begins': {
    kind: 'fenced-takeover',
    before: 'a killed, autopilot on',
    step: 'fence',
    when: 'before',
    seen: deadInLine,
    then: takeOver,
  },
  'autopilot-fence-done': {
    kind: 'fenced-takeover',
    before: 'a killed, autopilot on',
    step: 'fence',
    when: 'after',
    seen: taken,
    then: startA,
  },
  'hand-over-kill-begins': {
    kind: 'hand-over',
    step: 'kill',
    when: 'before',
    seen: asItWas,
    then: { kind: 'hand-over', options: { signal: 'TERM' } },
  },
  'hand-over-kill-done': { kind: 'hand-over', step: 'kill', when: 'after', seen: deadInLine, then: takeOver },
  'hand-over-fence-done': { kind: 'hand-over', step: 'fence', when: 'after', seen: taken, then: startA },
  'hand-over-restart-begins': { kind: 'hand-over', step: 'restart', when: 'before', seen: taken, then: startA },
  'hand-over-restart-done': { kind: 'hand-over', step: 'restart', when: 'after', seen: { line: 'ba', leads: 'b' }, then: null },
  'hand-over-stop-done': {
    kind: 'hand-over',
    request: { options: { signal: 'TERM' } },
    step: 'stop',
    when: 'after',
    seen: taken,
    then: startA,
  },
  'restart-stop-done': {
    kind: 'restart-jobmanager',
    request: { target: 'b' },
    step: 'stop-b',
    when: 'after',
    seen: { line: 'a', leads: 'a', b: 'none' },
    then: startB,
  },
  'restart-start-done': { kind: 'restart-jobmanager', request: { target: 'b' }, step: 'start-b', when: 'after', seen: asItWas, then: null },
  'rolling-standby-done': {
    kind: 'rolling-restart-jobmanagers',
    step: 'stop-b',
    when: 'after',
    seen: { line: 'a', leads: 'a', b: 'none' },
    then: startB,
  },
  'rolling-leader-done': { kind: 'rolling-restart-jobmanagers', step: 'stop-a', when: 'after', seen: taken, then: startA },
  'back-up-done': {
    kind: 'back-up-dangling',
    before: 'a file dangles',
    step: 'back-up',
    when: 'after',
    seen: asItWas,
    then: { kind: 'remove-dangling' },
  },
  'remove-begins': {
    kind: 'remove-dangling',
    before: 'a file dangles',
    step: 'remove',
    when: 'before',
    seen: asItWas,
    then: { kind: 'remove-dangling' },
  },
  'remove-done': {
    kind: 'remove-dangling',
    before: 'a file dangles',
    step: 'remove',
    when: 'after',
    seen: asItWas,
    then: restore,
    says: '1 written back.',
  },
  'forget-begins': {
    kind: 'forget-job',
    before: 'a job is not run',
    request: { target: leftJob },
    step: 'remove',
    when: 'before',
    seen: asItWas,
    back: 'the job',
    then: { kind: 'forget-job', target: leftJob },
    says: 'No JobManager has to be restarted.',
  },
  'forget-done': {
    kind: 'forget-job',
    before: 'a job is not run',
    request: { target: leftJob },
    step: 'remove',
    when: 'after',
    seen: asItWas,
    back: 'nothing',
    then: restore,
    says: '5 written back.',
  },
  'restore-files-begins': {
    kind: 'restore-dangling',
    before: 'removed',
    step: 'restore-files',
    when: 'before',
    seen: asItWas,
    back: 'nothing',
    then: restore,
    says: '4 written back.',
  },
  'restore-files-done': {
    kind: 'restore-dangling',
    before: 'removed',
    step: 'restore-files',
    when: 'after',
    seen: asItWas,
    back: 'the file',
    then: restore,
    says: '3 written back; 1 there already, as the back-up has it.',
  },
  'restore-znodes-begins': {
    kind: 'restore-dangling',
    before: 'removed',
    step: 'restore-znodes',
    when: 'before',
    seen: asItWas,
    back: 'the file',
    then: restore,
    says: '3 written back; 1 there already, as the back-up has it.',
  },
  'restore-znodes-done': {
    kind: 'restore-dangling',
    before: 'removed',
    step: 'restore-znodes',
    when: 'after',
    seen: asItWas,
    back: 'all',
    then: restore,
    says: '4 there already, as the back-up has them.',
  },
}
