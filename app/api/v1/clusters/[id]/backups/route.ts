import { getBackups } from '@/lib/http/operations/takeover-routes'

export const GET = getBackups
