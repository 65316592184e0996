import { compileLayouts } from './compiled-layouts'
import { layoutTables, type LayoutTable, type NodeRole } from './layout-tables'
import type { Component, HaPathNames } from './types'

/** Paths of everything that decides an election, relative to the cluster's root. */
export interface ElectionPaths {
  /** Folder of the latches of Flink 1.15 on, one per process. */
  latches: string
  /** Leader information of 1.15 on, all three published by the one leader. */
  leaders: { component: Exclude<Component, 'job-manager'>; path: string }[]
  /** Folders of latches of 1.14, one per component. */
  componentLatches: string[]
  /** Parent of all latches up to 1.13: directly below it, or one or two folders deeper. */
  olderLatches: string
  /** Templates of znodes with a `locks` folder, jobs' checkpoints last; a segment in braces stands for any name. */
  locked: string[][]
}

const perProcess = layoutTables.filter(({ sessionsPerProcess }) => sessionsPerProcess === 1)
const older = layoutTables.filter(({ sessionsPerProcess }) => sessionsPerProcess !== 1)

/** @param names configured path names */
export function toElectionPaths(names: Partial<HaPathNames>): ElectionPaths {
  const all = compileLayouts(names).names
  const [latch, ...others] = findTemplates(perProcess, ({ kind }) => kind === 'member')
  if (!latch || others.length > 0) throw new TypeError('the eras from 1.15 on have one election for each process')
  const olderMembers = findTemplates(older, ({ kind }) => kind === 'member').filter(({ path }) => !path.startsWith('$latch/'))
  return {
    latches: toFolder(latch.path),
    leaders: findTemplates(perProcess, ({ kind }) => kind === 'leader').flatMap(({ path, role }) =>
      role.kind === 'leader' && role.component !== 'job-manager' ? [{ component: role.component, path }] : [],
    ),
    componentLatches: olderMembers.map(({ path }) => toFolder(path)),
    olderLatches: all.latch,
    locked: findTemplates(perProcess, ({ kind }) => kind === 'locks')
      .map(({ path }) => toSegmentsOf(toFolder(path), all))
      .sort((a, b) => a.length - b.length),
  }
}

function findTemplates(tables: readonly LayoutTable[], fits: (role: NodeRole) => boolean): { path: string; role: NodeRole }[] {
  const found = tables.flatMap(({ templates }) => Object.entries(templates).filter(([, role]) => fits(role)))
  return [...new Map(found)].map(([path, role]) => ({ path, role }))
}

function toFolder(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

function toSegmentsOf(template: string, names: HaPathNames): string[] {
  return template
    .split('/')
    .flatMap((segment) => (segment.startsWith('$') ? names[segment.slice(1) as keyof HaPathNames].split('/') : segment))
}
