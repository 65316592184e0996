import { postAcknowledge } from '@/lib/http/operations/takeover-routes'

export const POST = postAcknowledge
