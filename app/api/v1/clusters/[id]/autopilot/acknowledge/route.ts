import { postAcknowledge } from '@/lib/operations/api/takeover-routes'

export const POST = postAcknowledge
