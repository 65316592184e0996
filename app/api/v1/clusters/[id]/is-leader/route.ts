import { answerForCluster } from '@/lib/http/answer'
import { getRevision } from '@/lib/http/get-revision'
import { readMaster } from '@/lib/http/read-request'
import { respondIsLeader } from '@/lib/http/respond-leader'

export const GET = answerForCluster(({ request, console, id }) => respondIsLeader(getRevision(console, id).snapshot, readMaster(request)))
