import { getOperationEvents } from '@/lib/operations/api/routes'

export const GET = getOperationEvents
