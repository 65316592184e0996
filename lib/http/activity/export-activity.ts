import 'server-only'
import { readActivity } from '@/lib/journal/read/activity/read'
import { readActivityCursor } from '@/lib/journal/read/activity/question'
import { getJournal } from '@/lib/journal/database'
import type { ActivityFilter } from '@/lib/model/activity'
import { HttpError } from '../errors'
import { askJournal } from '../history/ask-journal'
import { contentTypes, toCutLine, toHead, toLine, type ExportFormat } from './export-lines'

const exportPage = 500
export const mostLines = 100_000

/** All entries that fit the filter as a file, written page by page as fast as they are read, newest first. */
export async function exportActivity(filter: ActivityFilter, format: ExportFormat, signal: AbortSignal): Promise<Response> {
  // Errors are reported before the first byte; later there is only a broken download.
  const isReadable = await askJournal(async () => true)
  if (isReadable.problem !== null) throw new HttpError('journal-unusable', `Nothing can be exported. ${isReadable.problem}`)
  const lines = writeLines(filter, format, signal)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: () => void lines.return(undefined),
  })
  const name = `understudy-activity-${new Date().toISOString().slice(0, 10)}.${format}`
  return new Response(body, {
    headers: { 'content-type': contentTypes[format], 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
  })
}

async function* writeLines(filter: ActivityFilter, format: ExportFormat, signal: AbortSignal): AsyncGenerator<string, void> {
  yield toHead(format)
  let next: string | null = null
  let count = 0
  do {
    if (signal.aborted) return
    const page: Awaited<ReturnType<typeof readActivity>> = await readActivity(await getJournal(), {
      ...filter,
      before: readActivityCursor(next),
      limit: exportPage,
    })
    yield page.entries
      .slice(0, mostLines - count)
      .map((entry) => toLine(entry, format))
      .join('')
    count += page.entries.length
    next = page.next
  } while (next !== null && count < mostLines)
  if (next !== null || count > mostLines) yield toCutLine(format, mostLines)
}
