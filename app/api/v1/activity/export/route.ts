import { exportActivity } from '@/lib/http/activity/export-activity'
import { readActivityFilter } from '@/lib/http/activity/read-filter'
import { answer } from '@/lib/http/answer'
import { readExportFormat } from '@/lib/http/read-request'

export const GET = answer((request, _context, actor) => {
  const filter = readActivityFilter(new URL(request.url).searchParams, actor)
  return exportActivity(filter, readExportFormat(request), request.signal)
})
