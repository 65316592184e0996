'use client'
import { useEffect } from 'react'
import { verdictWords } from '@/components/shared/verdict-words'
import { Pill } from '@/components/ui/pill'
import { useLiveCluster } from '@/lib/client/use-cluster'
import { toClusterState } from '@/lib/model/cluster-state'
import type { ClusterState } from '@/lib/model/snapshot'

/** The state of a cluster on every page of it, in the tab's title and its icon too: an alarm is seen on each page. */
export function ClusterStatePill({ id, initial }: { id: string; initial: ClusterState }) {
  const live = useLiveCluster(id)
  const state = live === null ? initial : toClusterState(live)
  const { word, tone, shape } = verdictWords[state]
  useTitleMark(tone === 'broken' || tone === 'look' ? shape : null)
  useAlarmIcon(tone === 'broken')
  return (
    <span data-cluster-state={state}>
      <Pill tone={tone} shape={shape}>
        {word}
      </Pill>
    </span>
  )
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

const withoutMark = (title: string) => title.replace(/^[▲◆] /, '')

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
