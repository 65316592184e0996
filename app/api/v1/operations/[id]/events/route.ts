import { getOperationEvents } from '@/lib/http/operations/routes'

export const GET = getOperationEvents
