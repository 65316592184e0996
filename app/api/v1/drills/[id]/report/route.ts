import { getDrillReport } from '@/lib/http/operations/drill-routes'

export const GET = getDrillReport
