import type { z } from 'zod'
import type { Hearing } from './said/hearing'
import { saidIncidents, saidSummary } from './said/public'
import { saidHistory, saidSnapshot } from './said/snapshot'
import { AcrossAnswers } from './statements/across'
import { judgeHistory, judgeLanes } from './statements/lanes'
import { judgeLeader } from './statements/leader'
import type { When } from './statements/leaderless'
import { judgeMasters } from './statements/masters'
import { judgePeers } from './statements/peers'
import { judgeIncidents, judgeSummary } from './statements/public'
import { judgeQuorum } from './statements/quorum'
import { Sheet } from './statements/sheet'
import { judgeTakeover } from './statements/takeover'
import { judgeVerdict } from './statements/verdict'
import { judgeWork } from './statements/work'
import type { Truth } from './truth/truth'

export interface JudgeSettings {
  truth: Truth
  storageFolder: string
  /** How long an outage lasts before the public page calls it one. */
  thresholdMs: number
}

/** Compares every statement of an answer with the truth of its time. The truth has to be known a little beyond it. */
export class Judge {
  readonly sheet = new Sheet()
  private readonly settings: JudgeSettings
  private readonly across = new AcrossAnswers()

  constructor(settings: JudgeSettings) {
    this.settings = settings
  }

  hear({ kind, asked, got, body }: Hearing): void {
    const when = { asked, got }
    this.sheet.begin(kind, got)
    if (kind === 'snapshot') this.take(saidSnapshot, body, (said) => this.hearSnapshot(said, when))
    else if (kind === 'history') this.take(saidHistory, body, (said) => judgeHistory(said, when, this.settings.truth, this.sheet))
    else if (kind === 'summary') this.take(saidSummary, body, (said) => this.hearSummary(said, when))
    else if (kind === 'incidents') this.take(saidIncidents, body, (said) => this.hearIncidents(said, when))
    else this.across.hearPage(String(body), when, this.sheet)
  }

  private hearSnapshot(said: z.infer<typeof saidSnapshot>, when: When): void {
    const { truth, storageFolder } = this.settings
    judgeVerdict(said, when, truth, this.sheet)
    judgeLeader(said, when, truth, this.sheet)
    judgeMasters(said, when, truth, this.sheet)
    judgeTakeover(said, when, truth, this.sheet)
    judgeQuorum(said, when, truth, this.sheet)
    judgeWork(said, when, truth, this.sheet, storageFolder)
    judgeLanes(said.lanes, 'lanes', when, truth, this.sheet)
    judgePeers(said, this.sheet)
    this.across.hearSnapshot(said, this.sheet)
  }

  private hearSummary(said: z.infer<typeof saidSummary>, when: When): void {
    judgeSummary(said, when, this.settings.truth, this.sheet, this.settings.thresholdMs)
    this.across.hearSummary(said, when, this.sheet)
  }

  private hearIncidents(said: z.infer<typeof saidIncidents>, when: When): void {
    judgeIncidents(said, when, this.settings.truth, this.sheet)
    this.across.hearIncidents(said, when, this.sheet)
  }

  private take<T extends z.ZodType>(schema: T, body: unknown, judge: (said: z.infer<T>) => void): void {
    const read = schema.safeParse(body)
    const problem = read.error?.issues[0]
    this.sheet.claim(
      'answer-shape',
      problem?.path.join('.') ?? '',
      !read.success,
      () => problem?.message ?? '',
      () => 'another form',
    )
    if (read.success) judge(read.data)
  }
}
