interface Preloading {
  server: { getServer(): Promise<{ prepare(): Promise<void>; unstable_preloadEntries(): Promise<void> }> }
}

export function preloadRoutes(app: Preloading): Promise<void>
