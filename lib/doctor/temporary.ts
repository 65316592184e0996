/** Whether a path is in a folder that systems empty at a restart or by age (systemd-tmpfiles, tmpfs). */
export function isTemporary(path: string): boolean {
  return /^\/+(?:tmp|var\/+tmp|private\/+tmp|dev\/+shm)(?:\/|$)/.test(path)
}
