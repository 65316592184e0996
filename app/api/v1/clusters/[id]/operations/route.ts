import { listClusterOperations, postOperation } from '@/lib/http/operations/routes'

export const GET = listClusterOperations
export const POST = postOperation
