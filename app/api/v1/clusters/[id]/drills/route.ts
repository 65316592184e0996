import { listClusterDrills, postDrill } from '@/lib/http/operations/drill-routes'

export const GET = listClusterDrills
export const POST = postDrill
