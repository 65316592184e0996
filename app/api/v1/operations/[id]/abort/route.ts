import { postAbort } from '@/lib/http/operations/routes'

export const POST = postAbort
