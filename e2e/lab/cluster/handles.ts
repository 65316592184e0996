import type { ZooKeeperMember } from '@/e2e/lab/conf/zoo-cfg'
import type { Master, Member } from './lab'
import type { LabProcess } from './lab-process'

function toHandle(process: LabProcess) {
  return {
    process,
    get pid() {
      return process.pid
    },
    kill: () => process.kill(),
    freeze: () => process.freeze(),
    resume: () => process.resume(),
    stop: (graceMs?: number) => process.stop(graceMs),
    start: () => process.start(),
    isRunning: () => process.isRunning(),
  }
}

export function toMaster(master: string, process: LabProcess): Master {
  return Object.defineProperty(toHandle(process), 'master', { value: master, enumerable: true }) as Master
}

export function toMember(settings: ZooKeeperMember, process: LabProcess): Member {
  return Object.defineProperties(toHandle(process), {
    id: { value: settings.id, enumerable: true },
    address: { value: `${settings.host}:${settings.clientPort}`, enumerable: true },
    settings: { value: settings, enumerable: true },
  }) as Member
}
