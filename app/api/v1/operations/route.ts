import { listOperations } from '@/lib/operations/api/routes'

export const GET = listOperations
