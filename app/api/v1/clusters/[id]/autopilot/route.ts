import { getAutopilot, postAutopilot } from '@/lib/operations/api/takeover-routes'

export const GET = getAutopilot
export const POST = postAutopilot
