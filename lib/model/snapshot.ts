import type { z } from 'zod'
import type * as snapshot from './schemas/cluster-snapshot'
import type * as common from './schemas/common'
import type * as leadership from './schemas/leadership'
import type * as processes from './schemas/processes'
import type * as recovery from './schemas/recovery'

/** The types of the snapshot, inferred from lib/model/schemas: one source for compiler, API check and OpenAPI. */
export type ClusterSnapshot = z.infer<typeof snapshot.clusterSnapshot>
export type ClusterSummary = z.infer<typeof snapshot.clusterSummary>
export type DoctorCounts = z.infer<typeof snapshot.doctorCounts>
export type SourceState = z.infer<typeof snapshot.sourceState>
export type SourceStatus = z.infer<typeof snapshot.sourceStatus>

export type Severity = z.infer<typeof common.severity>
export type ProcessState = z.infer<typeof common.processState>
export type JobManagerRole = z.infer<typeof common.jobManagerRole>
export type LaneRole = z.infer<typeof common.laneRole>
export type VerdictLevel = z.infer<typeof common.verdictLevel>

export type PresentLevel = z.infer<typeof common.presentLevel>
export type ClusterState = z.infer<typeof common.clusterState>
export type Doing = z.infer<typeof common.doing>

export type Present = z.infer<typeof leadership.present>
export type Verdict = z.infer<typeof leadership.verdict>
export type Reason = z.infer<typeof leadership.reason>
export type VerdictSpan = z.infer<typeof leadership.verdictSpan>
export type Leader = z.infer<typeof leadership.leader>
export type Takeover = z.infer<typeof leadership.takeover>
export type PhaseName = z.infer<typeof leadership.phaseName>
export type TakeoverPhase = z.infer<typeof leadership.takeoverPhase>
export type Lane = z.infer<typeof leadership.lane>
export type ClusterEvent = z.infer<typeof leadership.clusterEvent>
export type EventKind = ClusterEvent['kind']

export type JobManager = z.infer<typeof processes.jobManager>
export type WebUi = z.infer<typeof processes.webUi>
export type Stranger = z.infer<typeof processes.stranger>
export type Quorum = z.infer<typeof processes.quorum>
export type QuorumMember = z.infer<typeof processes.quorumMember>
export type MemberMode = z.infer<typeof processes.memberMode>
export type TaskManagers = z.infer<typeof processes.taskManagers>

export type Recovery = z.infer<typeof recovery.recovery>
export type RecoveryJob = z.infer<typeof recovery.recoveryJob>
export type Checkpoint = z.infer<typeof recovery.checkpoint>
export type Pointer = z.infer<typeof recovery.pointer>
export type TargetState = z.infer<typeof recovery.targetState>
export type JobVerdict = z.infer<typeof recovery.jobVerdict>
