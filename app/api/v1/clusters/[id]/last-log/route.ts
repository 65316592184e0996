import { getLastLog } from '@/lib/http/operations/last-log-route'

export const GET = getLastLog
