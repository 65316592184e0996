import { answerForCluster } from '@/lib/http/answer'
import { getConfiguration, toFindings } from '@/lib/http/get-configuration'
import { respondJson } from '@/lib/http/respond'

export const GET = answerForCluster(async ({ console, id }) => respondJson(toFindings(await getConfiguration(console, id))))
