import { getMasterHosts, isStandaloneHa } from '../../hosts'
import { placeIn } from '../../places'
import type { Rule } from '../../rule'

/** Processes fail together when their host does. */
export const oneHost: Rule = {
  id: 'masters/one-host',
  severity: 'note',
  title: 'All JobManagers on one host',
  why: 'A standby on the leader’s host takes over when the process fails, but not when the host does.',
  source: {
    text: 'Flink documentation, “JobManager High Availability”, standalone clusters',
    url: 'https://nightlies.apache.org/flink/flink-docs-stable/docs/deployment/ha/overview/',
  },
  canBeWrong: 'A cluster for tests, or one that need not outlive its host.',
  check(input) {
    const { masters } = input.configuration
    const [host] = getMasterHosts(input)
    if (!isStandaloneHa(input) || masters.length < 2 || getMasterHosts(input).length > 1) return []
    return [
      {
        sentence: `${masters.length === 2 ? 'Both' : `All ${masters.length}`} JobManagers of masters run on ${host}, and fail with it.`,
        whatToDo: 'Put at least one of them on another host.',
        places: masters.slice(0, 10).map(({ line }) => placeIn('masters', line)),
      },
    ]
  },
}
