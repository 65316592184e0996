import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchContext } from '../context'
import { startChild } from '../processes/child'
import type { LoadResult } from '../processes/http-load'
import type { Figure } from '../report/figure'
import { NoGatus, startGatus } from './gatus'

const connections = 50

/** Page and summary beside Gatus's page and statuses, one after the other on the same machine, by the same load generator. */
export async function measureLoad({ steps, folder }: BenchContext, port: number, services: number): Promise<Figure[]> {
  const client = startChild('http-load.ts')
  const load = async (at: number, path: string, what: string) => {
    steps.step(`status-pages: ${what}`)
    const result = await client.ask<LoadResult>('load', { port: at, path, connections, warmUpMs: 1_500, measureMs: 6_000 })
    if (result.failures > 0) throw new Error(`${what}: ${result.failures} answers were not 200`)
    return result
  }
  try {
    const page = await load(port, '/status/streams', 'load on the page')
    const summary = await load(port, '/status/streams/api/v2/summary.json', 'load on summary.json')
    const own = [toFigure('status page', page), toFigure('summary.json', summary)]
    const gatus = await startGatus(folder, services, `http://127.0.0.1:${port}/healthz`).catch((error: unknown) => {
      if (NoGatus.is(error)) return error
      throw error
    })
    if (NoGatus.is(gatus)) return [...own, { name: 'requests a second beside Gatus', value: null, unit: '', goal: 1, note: gatus.message }]
    try {
      // Its statuses are empty until it has checked each service once.
      await sleep(12_000)
      const theirPage = await load(gatus.port, '/', 'load on the page of Gatus')
      const theirStatuses = await load(gatus.port, '/api/v1/endpoints/statuses', 'load on the statuses of Gatus')
      return [
        ...own,
        toComparison('page', page, theirPage, gatus.version),
        toComparison('summary.json', summary, theirStatuses, gatus.version),
      ]
    } finally {
      await gatus.close()
    }
  } finally {
    await client.close()
  }
}

function toFigure(name: string, { perSecond, p50, p99, bytes }: LoadResult): Figure {
  return {
    name: `${name}: requests a second`,
    value: Math.round(perSecond),
    unit: '/s',
    goal: null,
    note: `${connections} connections, ${bytes} bytes each; p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; server and load generator share the cores`,
  }
}

function toComparison(name: string, own: LoadResult, theirs: LoadResult, version: string): Figure {
  return {
    name: `${name}: Gatus’s requests a second for one of ours`,
    value: theirs.perSecond / own.perSecond,
    unit: '',
    goal: 1,
    note: `Gatus ${version}: ${Math.round(theirs.perSecond)}/s of ${theirs.bytes} bytes, p99 ${theirs.p99.toFixed(1)} ms; ours ${Math.round(own.perSecond)}/s of ${own.bytes} bytes, p99 ${own.p99.toFixed(1)} ms`,
  }
}
