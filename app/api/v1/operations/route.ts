import { listOperations } from '@/lib/http/operations/routes'

export const GET = listOperations
