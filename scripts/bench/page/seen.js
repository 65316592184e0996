// Runs in the page, before anything of the page does: notes when the DOM first showed something, by the clock that all
// processes of this machine share. Plain script: the output of tsx for a function does not run in a browser.
;(() => {
  const now = () => performance.timeOrigin + performance.now()
  const seen = new Map()
  const waiting = new Map()
  const note = (key) => {
    if (seen.has(key)) return
    const at = now()
    seen.set(key, at)
    for (const resolve of waiting.get(key) ?? []) resolve(at)
    waiting.delete(key)
  }
  const look = (element) => {
    const { leaderSession, job, checkpoint, master, role, process, level, cluster } = element.dataset
    if (leaderSession) note(`leader ${leaderSession}`)
    if (job && checkpoint) note(`checkpoint ${job} ${checkpoint}`)
    if (master && role) note(`role ${master} ${role}`)
    if (master && process) note(`process ${master} ${process}`)
    if (cluster) note(`cluster ${cluster} ${level ?? ''}`)
  }
  const attributes = ['data-leader-session', 'data-checkpoint', 'data-role', 'data-process', 'data-level', 'data-cluster']
  const selector = attributes.map((name) => `[${name}]`).join()
  const lookBelow = (element) => {
    if (element.matches(selector)) look(element)
    for (const one of element.querySelectorAll(selector)) look(one)
  }
  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'attributes') look(record.target)
      else for (const node of record.addedNodes) if (node instanceof Element) lookBelow(node)
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: attributes })

  const longTasks = []
  try {
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
  } catch {
    /* not in every browser */
  }
  let gaps = []
  let lastFrame = performance.now()
  const onFrame = (at) => {
    gaps.push(at - lastFrame)
    lastFrame = at
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)

  window.bench = {
    now,
    find: (key) => seen.get(key) ?? null,
    count: (prefix) => [...seen.keys()].filter((key) => key.startsWith(prefix)).length,
    when: (key) =>
      seen.has(key) ? Promise.resolve(seen.get(key)) : new Promise((resolve) => waiting.set(key, [...(waiting.get(key) ?? []), resolve])),
    forget: () => seen.clear(),
    lookNow: () => lookBelow(document.documentElement),
    takeSmoothness: () => {
      const taken = { longTasks: longTasks.splice(0), gaps }
      gaps = []
      return taken
    },
  }
})()
