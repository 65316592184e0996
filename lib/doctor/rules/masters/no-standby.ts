import type { MasterLine } from '@/lib/flink/configuration/masters'
import type { DoctorInput } from '../../doctor-input'
import { isLoopback } from '@/lib/base/host-names'
import { isStandaloneHa } from '../../hosts'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** High availability without a standby. */
export const noStandby: Rule = {
  id: 'masters/no-standby',
  severity: 'warning',
  title: 'No standby',
  why: 'Takeover needs a second JobManager that runs already. With one, its failure stops every job until it is started again, on the same host.',
  source: {
    text: 'Flink documentation, “JobManager High Availability”, standalone clusters',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/ha/overview/',
  },
  canBeWrong:
    'Something else may start JobManagers (Kubernetes, Nomad, systemd) and see to it that one runs again; then masters is not used.',
  check(input) {
    const { masters, problems } = input.configuration
    const [only] = masters
    // Unreadable lines may name the standby; they have findings of their own.
    const isUnread = problems.some(({ file, severity }) => file === 'masters' && severity === 'error')
    if (!isStandaloneHa(input) || masters.length !== 1 || !only || isUnread) return []
    return [
      {
        severity: isShipped(input, only) ? 'note' : 'warning',
        sentence: isShipped(input, only)
          ? `masters is as Flink ships it, with ${only.master} alone: whatever starts this cluster must see to it that a second JobManager runs, or that a failed one runs again at once.`
          : `masters names one JobManager, ${only.master}: no standby takes over when it fails.`,
        whatToDo: 'Add a line host:webUIPort for a second JobManager, on another host.',
        places: [placeIn('masters', only.line)],
      },
    ]
  },
}

/** In a container masters is as the image ships it, and the address is a name that other hosts reach. */
function isShipped(
  {
    configuration: {
      effective: {
        options: {
          jobManagerRpcAddress: { value },
        },
      },
    },
  }: DoctorInput,
  { master }: MasterLine,
): boolean {
  return master === 'localhost:8081' && value !== null && !isLoopback(value)
}
