import { deleteEmergencyStop, getEmergencyStop, postEmergencyStop } from '@/lib/http/operations/routes'

export const GET = getEmergencyStop
export const POST = postEmergencyStop
export const DELETE = deleteEmergencyStop
