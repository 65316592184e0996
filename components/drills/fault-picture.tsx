import { Panel } from '@/components/ui/panel'
import { classNames } from '@/components/ui/class-names'
import { toLaneRole } from '@/lib/model/lanes'
import { roleWords } from '@/lib/model/state-words'
import { drillScenarios, type DrillScenarioId } from '@/lib/model/drills/scenarios'
import type { ClusterSnapshot, JobManager } from '@/lib/model/snapshot'
import { staleSince } from '@/components/shared/provenance'
import { Fact, Facts } from '@/components/ui/facts'
import { faultWords } from './drill-words'

/** The JobManagers as they are now, with the fault marked on the one that the drill broke. */
export function FaultPicture({
  snapshot,
  scenario,
  broken,
}: {
  snapshot: ClusterSnapshot
  scenario: DrillScenarioId
  /** The JobManager with the fault on it; null: none now. */
  broken: string | null
}) {
  return (
    <Panel title="JobManagers" aside="As observed now" staleSince={staleSince(snapshot, 'zookeeper')}>
      <ul className="grid gap-3 sm:grid-cols-[repeat(auto-fit,minmax(200px,1fr))]">
        {snapshot.jobManagers.map((one) => (
          <Master key={one.master} jobManager={one} scenario={scenario} isBroken={one.master === broken} />
        ))}
      </ul>
    </Panel>
  )
}

function Master({ jobManager, scenario, isBroken }: { jobManager: JobManager; scenario: DrillScenarioId; isBroken: boolean }) {
  const { master, role, inLine, process, zkMember } = jobManager
  const leads = role === 'leader' && !isBroken
  const { sign, word } = faultWords[drillScenarios[scenario].signal]
  return (
    <li
      data-master={master}
      data-broken={isBroken}
      className={classNames(
        'min-w-0 overflow-hidden rounded-md',
        leads ? 'lit' : isBroken ? 'border border-dashed border-red' : 'border border-line',
      )}
    >
      {isBroken ? (
        <p className="bg-ink px-4 py-1.5 text-sm font-semibold text-paper forced-colors:border-b">
          <span aria-hidden="true">{sign} </span>
          {word}
        </p>
      ) : null}
      <div className="px-4 pt-2.5 pb-3">
        <p className={classNames('text-sm font-semibold', leads ? 'text-gold-ink' : isBroken ? 'text-red' : 'text-muted')}>
          {isBroken && role === 'leader' ? 'Still listed as leader' : toRoleText(jobManager)}
        </p>
        <p className="mb-1.5 font-mono font-semibold [overflow-wrap:anywhere]">{master}</p>
        <Facts className="text-xs">
          <Fact name="Process">{process === null ? 'not known' : `pid ${process.pid}, ${jobManager.processState ?? 'not known'}`}</Fact>
          <Fact name="Place in line">{inLine === null ? 'none' : inLine === 0 ? 'leads' : String(inLine)}</Fact>
          <Fact name="ZooKeeper server">{zkMember ?? 'not known'}</Fact>
        </Facts>
      </div>
    </li>
  )
}

function toRoleText(jobManager: JobManager): string {
  const words = roleWords[toLaneRole(jobManager)]
  return `${words[0]!.toUpperCase()}${words.slice(1)}`
}
