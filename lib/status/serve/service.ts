import 'server-only'
import { processWide } from '@/lib/base/process-wide'
import { getJournal } from '@/lib/journal/database'
import { getAccessEnvironment } from '@/lib/settings/access-environment'
import { createAnswers, type PublicAnswer, type PublicRequest } from './answer'
import { createLiveHub, type LiveHub } from './live'
import { toStatusOrigin } from './origin'
import { createPages } from './pages'
import { createStatusStore, type StatusStore } from './store'

/** Everything that serves public pages: it reads the database and nothing else. */
export interface StatusService {
  answer(request: PublicRequest): PublicAnswer
  live: LiveHub
  store: StatusStore
  close(): void
}

declare module '@/lib/base/process-wide' {
  interface ProcessWide {
    status?: StatusService
  }
}

interface StatusOptions {
  /** The origin of links in feeds and JSON. */
  origin: string
  journal?: typeof getJournal
  onProblem?: (problem: unknown) => void
}

export function createStatusService({ origin, journal = getJournal, onProblem = () => undefined }: StatusOptions): StatusService {
  const store = createStatusStore(journal, onProblem)
  const pages = createPages(store)
  const live = createLiveHub(pages)
  store.onRead(() => live.notify())
  return {
    answer: createAnswers(pages, origin),
    live,
    store,
    close() {
      store.close()
      live.close()
    },
  }
}

/** The service of this process, for all bundles of the built app. */
export function getStatusService(): StatusService {
  processWide.status ??= createStatusService({ origin: toStatusOrigin(getAccessEnvironment().publicUrl) })
  return processWide.status
}
