/**
 * Loads the code of every route once the clusters have their first pictures. Next would do so first of all, and with 200
 * clusters the start would be a third of a second later. It is not left to the first request of each: a build made
 * meanwhile takes the files away under the running process, and an operation must not fail for that.
 * @param app what `next()` gave, prepared
 */
export async function preloadRoutes(app) {
  const server = await app.server.getServer()
  // instrumentation.ts, which starts the console, has run after this.
  await server.prepare()
  // Settings that cannot be used are told elsewhere.
  const observed = await globalThis.understudy?.console?.catch(() => null)
  await observed?.whenPictured()
  await server.unstable_preloadEntries()
}
