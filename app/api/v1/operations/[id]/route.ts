import { getOperation } from '@/lib/http/operations/routes'

export const GET = getOperation
