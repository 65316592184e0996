import { getOperation } from '@/lib/operations/api/routes'

export const GET = getOperation
