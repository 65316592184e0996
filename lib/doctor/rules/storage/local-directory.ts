import { quoteForSentence } from '@/lib/flink/configuration/problem'
import type { DoctorInput } from '../../doctor-input'
import { findMasterHosts, findRemoteHosts, spansHosts } from '../../machines'
import { placeIn, placeOf } from '../../places'
import type { Hit, Rule } from '../../rule'
import { toList } from '@/lib/base/counts'
import { findLocalDirectory, looksMounted } from './directory'
import { storageSources } from './sources'

const canBeWrong = 'The folder may be a mount that all hosts share (NFS and the like).'

/** Recovery metadata on one machine’s disk, for a leader on another one. */
export const localDirectory: Rule = {
  id: 'storage/local-directory',
  severity: 'error',
  title: 'Recovery metadata on a local disk',
  why: 'ZooKeeper only has pointers to these files. A JobManager that takes over on another host finds nothing where they point to; from Flink 1.12 on it ends because of that.',
  source: storageSources.fileSystem,
  canBeWrong,
  check(input) {
    const path = input.configuration.mode === 'zookeeper' ? findLocalDirectory(input, 'storageDir') : null
    if (path === null || !spansHosts(input) || isOnNetwork(input, path)) return []
    const place = placeOf(input, 'storageDir')
    const kind = judge(input, path)
    return [
      {
        severity: severities[kind],
        sentence: `${place.key} is ${quoteForSentence(input.configuration.storageDir ?? path)}, ${words[kind]}, but ${showHosts(findMasterHosts(input), 'JobManagers')}.`,
        whatToDo: `${kind === 'mount' ? 'Make sure that all of them have the same share mounted there before Flink starts; else set' : 'Set'} it to a directory that all JobManagers share, e.g. hdfs:///flink/recovery, and restart them all.`,
        places: [place, placeIn('masters', input.configuration.masters[1]?.line ?? null)],
      },
    ]
  },
}

/** Checkpoints are written by TaskManagers, each on its own disk. */
export const localCheckpoints: Rule = {
  id: 'storage/local-checkpoints',
  severity: 'error',
  title: 'Checkpoints on local disks',
  why: 'Each process writes its part of a checkpoint to its own machine. After a failure of one of them, or a takeover on another host, no process can read all parts.',
  source: storageSources.checkpoints,
  canBeWrong,
  check(input) {
    if (input.configuration.mode !== 'zookeeper') return []
    return [...checkDirectory(input, 'checkpointDir'), ...checkDirectory(input, 'savepointDir')]
  },
}

/** `mount`: a path where shares are commonly mounted, without evidence against it; `disk`: this machine has it on a disk of its own. */
type Kind = 'folder' | 'mount' | 'disk'

const severities = { folder: 'error', mount: 'note', disk: 'warning' } as const
const words: Record<Kind, string> = {
  folder: 'a folder of each machine',
  mount: 'which looks like a mounted share',
  disk: 'which looks like a mounted share and is on a disk of this machine',
}

function judge({ environment }: DoctorInput, path: string): Kind {
  if (!looksMounted(path)) return 'folder'
  return environment.directories.get(path)?.network === false ? 'disk' : 'mount'
}

/** Whether one of the JobManagers' machines reports a network file system. */
function isOnNetwork({ environment }: DoctorInput, path: string): boolean {
  return environment.directories.get(path)?.network === true
}

function checkDirectory(input: DoctorInput, id: 'checkpointDir' | 'savepointDir'): Hit[] {
  const workers = input.configuration.workers.map(({ host }) => host)
  const path = findLocalDirectory(input, id)
  if (path === null || !spansHosts(input, workers) || isOnNetwork(input, path)) return []
  const kind = judge(input, path)
  if (id === 'savepointDir' && kind === 'mount') return []
  const masters = findMasterHosts(input)
  const place = placeOf(input, id)
  return [
    {
      severity: id === 'savepointDir' ? 'note' : severities[kind],
      sentence: `${place.key} is ${quoteForSentence(input.configuration[id] ?? path)}, ${words[kind]}, but ${showHosts(masters && findRemoteHosts(input, [...masters, ...workers]), 'processes')}.`,
      whatToDo: `${kind === 'mount' ? 'Make sure that all of them have the same share mounted there; else set' : 'Set'} it to a directory that all hosts share, e.g. ${id === 'savepointDir' ? 'hdfs:///flink/savepoints' : 'hdfs:///flink/checkpoints'}.`,
      places: [place],
    },
  ]
}

function showHosts(hosts: readonly string[] | null, who: string): string {
  return hosts === null ? `on YARN its ${who} may run on any host` : `the cluster’s ${who} run on ${toList(hosts)}`
}
