import { answerForCluster } from '@/lib/http/answer'
import { streamCluster } from '@/lib/http/sse/stream-cluster'

export const GET = answerForCluster(({ request, console, id }) => streamCluster(console, id, request))
