import { afterEach, expect, it, vi } from 'vitest'
import type { ClusterSettings } from '@/lib/settings/cluster-settings'
import { aSnapshot } from '@/lib/testing/a-snapshot'
import type { ClusterObserver } from './cluster-observer'
import { createFleet, type Fleet } from './fleet'
import { createListeners } from '@/lib/base/listeners'
import { publishRevision, type PublishedRevision } from './published'

let fleet: Fleet
/** The newest observer of each cluster, by id. */
const observers = new Map<string, { notify(): void; readers(): number; isClosed: boolean }>()
let epochs = 0
afterEach(() => {
  fleet.close()
  observers.clear()
  epochs = 0
})

const settings = (id: string, name = id): ClusterSettings =>
  ({ id, name, confDir: `/${id}`, flinkHome: null, zookeeper: null, hosts: { control: 'none' } }) as unknown as ClusterSettings

function observe({ id }: ClusterSettings): ClusterObserver {
  const epoch = `e${(epochs += 1)}`
  const listeners = createListeners<PublishedRevision>(vi.fn())
  const newest = publishRevision({ ...aSnapshot(), epoch }, null)
  const control = { notify: () => listeners.emit(newest), readers: () => listeners.size, isClosed: false }
  observers.set(id, control)
  return {
    id,
    subscribe(listener: (revision: PublishedRevision) => void) {
      const stop = listeners.add(listener)
      listener(newest)
      return stop
    },
    close: () => void (control.isClosed = true),
  } as Partial<ClusterObserver> as ClusterObserver
}

it('A follower of a cluster hears the new observer after a change of settings, and the old one no more', () => {
  fleet = createFleet(observe, vi.fn())
  fleet.take([settings('east'), settings('west')])
  const heard: string[] = []
  const stop = fleet.follow('east', ({ epoch }) => void heard.push(epoch))
  expect(heard).toEqual(['e1'])
  const old = observers.get('east')
  fleet.take([settings('east', 'East'), settings('west')])
  expect([old?.isClosed, old?.readers()]).toEqual([true, 0])
  expect(heard).toEqual(['e1', 'e3'])
  observers.get('east')?.notify()
  observers.get('west')?.notify()
  expect(heard).toEqual(['e1', 'e3', 'e3'])
  stop?.()
  observers.get('east')?.notify()
  expect(heard).toHaveLength(3)
})

it('A cluster that is removed from the settings is silent until it is added again', () => {
  fleet = createFleet(observe, vi.fn())
  fleet.take([settings('east')])
  const heard: string[] = []
  fleet.follow('east', ({ epoch }) => void heard.push(epoch))
  fleet.take([])
  observers.get('east')?.notify()
  expect(heard).toEqual(['e1'])
  fleet.take([settings('east')])
  expect(heard).toEqual(['e1', 'e2'])
  expect(fleet.follow('west', vi.fn())).toBeNull()
})
