'use client'
import { useEffect } from 'react'
import { verdictWords } from '@/components/shared/verdict-words'
import { useConnectionState } from '@/lib/client/use-connection'
import type { ClusterState } from '@/lib/model/snapshot'

/** The state in the tab's title, and an alarm in its icon: seen on each page, and where the tab is in the background. */
export function useTabMark(state: ClusterState | null): void {
  const isCutOff = useConnectionState() === 'stale'
  const { tone, shape } = verdictWords[isCutOff || state === null ? 'unknown' : state]
  // What a page that lost its connection showed last proves nothing.
  useTitleMark(isCutOff || (state !== null && tone !== 'good') ? shape : null)
  useAlarmIcon(!isCutOff && tone === 'broken')
}

/** In front of the page's title; pages change the title on navigation. */
function useTitleMark(mark: string | null): void {
  useEffect(() => {
    const title = document.querySelector('title')
    const put = () => {
      const bare = withoutMark(document.title)
      const wanted = mark === null ? bare : `${mark} ${bare}`
      if (document.title !== wanted) document.title = wanted
    }
    put()
    const watch = new MutationObserver(put)
    watch.observe(title ?? document.head, { childList: true, characterData: true, subtree: true })
    return () => {
      watch.disconnect()
      document.title = withoutMark(document.title)
    }
  }, [mark])
}

const withoutMark = (title: string) => title.replace(/^[▲◆?] /, '')

const alarmIcon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M8 1 15 14H1Z" fill="#c0392b"/></svg>')}`

function useAlarmIcon(isAlarm: boolean): void {
  useEffect(() => {
    if (!isAlarm) return
    const link = document.createElement('link')
    link.rel = 'icon'
    link.href = alarmIcon
    document.head.append(link)
    return () => link.remove()
  }, [isAlarm])
}
