import { deleteEmergencyStop, getEmergencyStop, postEmergencyStop } from '@/lib/operations/api/routes'

export const GET = getEmergencyStop
export const POST = postEmergencyStop
export const DELETE = deleteEmergencyStop
