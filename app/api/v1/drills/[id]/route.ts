import { getDrill } from '@/lib/http/operations/drill-routes'

export const GET = getDrill
