import { postAbort } from '@/lib/operations/api/routes'

export const POST = postAbort
