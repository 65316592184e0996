import { getBackups } from '@/lib/operations/api/takeover-routes'

export const GET = getBackups
