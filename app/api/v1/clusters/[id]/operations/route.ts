import { listClusterOperations, postOperation } from '@/lib/operations/api/routes'

export const GET = listClusterOperations
export const POST = postOperation
