/** Next calls this once before the server answers its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startServer } = await import('@/lib/http/start-server')
  // The writing side: nothing that reads may call it, so it is started from here.
  const { closeOperations, getOperations } = await import('@/lib/operations/get-operations')
  startServer(closeOperations)
  getOperations().catch(() => undefined)
}
