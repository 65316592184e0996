'use client'
import { useState } from 'react'
import { useZnode } from '@/lib/client/use-znode'
import type { ZnodeView } from '@/lib/model/znode-view'
import { ZnodeDetail } from './znode-detail'
import { ZnodeTreeView } from './znode-tree'

interface ZnodeBrowserProps {
  clusterId: string
  /** Absolute path of the cluster's root in ZooKeeper. */
  rootPath: string
  revision: number
  root: ZnodeView | null
}

/** The cluster's znodes: the tree left, the content of one of them right, in Flink's terms and as bytes. */
export function ZnodeBrowser({ clusterId, rootPath, revision, root }: ZnodeBrowserProps) {
  const [selected, setSelected] = useState('')
  const { znode, problem } = useZnode(clusterId, selected, revision, selected === '' ? (root ?? undefined) : undefined)
  return (
    <div className="grid gap-x-6 gap-y-4 lg:grid-cols-[minmax(260px,2fr)_minmax(0,3fr)]">
      <ZnodeTreeView clusterId={clusterId} rootPath={rootPath} revision={revision} root={root} selected={selected} onSelect={setSelected} />
      <ZnodeDetail path={`${rootPath}${selected === '' ? '' : `/${selected}`}`} znode={znode} problem={problem} />
    </div>
  )
}
