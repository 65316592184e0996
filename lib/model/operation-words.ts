import type { KindWords, OperationKind } from './operation'

/** What each kind is called, what it does, what it needs. */
export const operationWords: Readonly<Record<OperationKind, KindWords>> = {
  'start-quorum': { title: 'Start the ZooKeeper quorum', what: 'Starts every ZooKeeper server of zoo.cfg that does not run.', targets: null, role: 'operator', movesLeaders: false },
  'stop-quorum': { title: 'Stop the ZooKeeper quorum', what: 'Stops every ZooKeeper server of zoo.cfg. No JobManager leads any more, and all jobs stop.', targets: null, role: 'operator', movesLeaders: true },
  'start-member': { title: 'Start one ZooKeeper member', what: 'Starts this ZooKeeper server and waits until it serves.', targets: 'member', role: 'operator', movesLeaders: false },
  'stop-member': { title: 'Stop one ZooKeeper member', what: 'Stops exactly this ZooKeeper server, if the others go on serving without it.', targets: 'member', role: 'operator', movesLeaders: true },
  'restart-member': { title: 'Restart one ZooKeeper member', what: 'Stops exactly this ZooKeeper server, starts it again and waits until it serves.', targets: 'member', role: 'operator', movesLeaders: true },
  'rolling-restart-quorum': { title: 'Rolling restart of the quorum', what: 'Restarts one ZooKeeper server after the other, followers first, and goes on only when all serve again.', targets: null, role: 'operator', movesLeaders: true },
  'start-cluster': { title: 'Start the cluster', what: 'Starts every JobManager of masters and every TaskManager of workers that does not run.', targets: null, role: 'operator', movesLeaders: false },
  'stop-cluster': { title: 'Stop the cluster', what: 'Stops all TaskManagers and JobManagers of this cluster. Jobs stay in ZooKeeper and go on at the next start.', targets: null, role: 'operator', movesLeaders: true },
  'start-jobmanager': { title: 'Start one JobManager', what: 'Starts the JobManager of this masters line and waits until it stands in line.', targets: 'master', role: 'operator', movesLeaders: false },
  'stop-jobmanager': { title: 'Stop one JobManager', what: 'Stops exactly this process, and says whether its place in the election is left behind.', targets: 'master', role: 'operator', movesLeaders: true },
  'restart-jobmanager': { title: 'Restart one JobManager', what: 'Stops exactly this process, starts it again and waits until it stands in line.', targets: 'master', role: 'operator', movesLeaders: true },
  'rolling-restart-jobmanagers': { title: 'Rolling restart of the JobManagers', what: 'Restarts one JobManager after the other, standbys first and the leader last; each is in line before the next goes.', targets: null, role: 'operator', movesLeaders: true },
  'start-taskmanager': { title: 'Start one TaskManager', what: 'Starts a TaskManager on this host and waits until the leader counts it.', targets: 'worker', role: 'operator', movesLeaders: false },
  'stop-taskmanager': { title: 'Stop one TaskManager', what: 'Stops exactly this process. Its tasks are restarted elsewhere if there are slots.', targets: 'worker', role: 'operator', movesLeaders: false },
  'restart-taskmanager': { title: 'Restart one TaskManager', what: 'Stops exactly this process and starts another one on the same host.', targets: 'worker', role: 'operator', movesLeaders: false },
  'hand-over': { title: 'Hand over the lead', what: 'Moves the lead to a standby with the least interruption.', targets: 'master', role: 'operator', movesLeaders: true },
  'fenced-takeover': { title: 'Fenced takeover', what: 'Proves the leader’s process dead and removes its place in the election, so that the next in line leads at once.', targets: null, role: 'operator', movesLeaders: true },
  'back-up-dangling': { title: 'Back up dangling metadata', what: 'Writes recovery metadata that nothing refers to into a file.', targets: null, role: 'operator', movesLeaders: false },
  'remove-dangling': { title: 'Remove dangling metadata', what: 'Backs up, then removes recovery metadata that nothing refers to.', targets: null, role: 'administrator', movesLeaders: false },
  'restore-dangling': { title: 'Restore removed metadata', what: 'Writes back what a back-up holds.', targets: null, role: 'administrator', movesLeaders: false },
}
