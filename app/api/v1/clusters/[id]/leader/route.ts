import { answerForCluster } from '@/lib/http/answer'
import { getRevision } from '@/lib/http/get-revision'
import { respondLeader } from '@/lib/http/respond-leader'

export const GET = answerForCluster(({ request, console, id }) => respondLeader(getRevision(console, id).snapshot, request))
