import { getAutopilot, postAutopilot } from '@/lib/http/operations/takeover-routes'

export const GET = getAutopilot
export const POST = postAutopilot
