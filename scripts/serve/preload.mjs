/**
 * Loads the code of every route once the clusters have their first snapshots. Next would do so first of all, and with 200 clusters the
 * start would be a third of a second later. It is not left to the first request of each: a build made meanwhile removes the files under the
 * running process, and an operation must not fail for that.
 * @param app what `next()` returned, prepared
 */
export async function preloadRoutes(app) {
  const server = await app.server.getServer()
  // instrumentation.ts, which starts the console, has run after this.
  await server.prepare()
  // Settings that cannot be used are reported elsewhere.
  const observed = await globalThis.understudy?.console?.catch(() => null)
  await observed?.whenReady()
  await server.unstable_preloadEntries()
}
