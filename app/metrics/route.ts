import { answer } from '@/lib/http/answer'
import { writeMetrics } from '@/lib/http/metrics/write-metrics'
import { getConsole } from '@/lib/observer/console'

export const dynamic = 'force-dynamic'

/** Prometheus text. If the console could not start, only the process's own figures remain. */
export const GET = answer(async () => {
  const { text, contentType } = await writeMetrics(await getConsole().catch(() => null))
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
})
