export function AutopilotCard(_: { clusterId: string; clusterName: string }) {
  return null
}
