import { answerForCluster } from '@/lib/http/answer'
import { isUnchanged, toEtag } from '@/lib/http/etag'
import { getRevision } from '@/lib/http/get-revision'
import { respondJsonText } from '@/lib/http/respond'

export const GET = answerForCluster(({ request, console, id }) => {
  const revision = getRevision(console, id)
  const etag = toEtag(revision)
  if (isUnchanged(request, etag)) return new Response(null, { status: 304, headers: { etag, 'cache-control': 'no-cache' } })
  return respondJsonText(revision.snapshotJson(), { etag })
})
