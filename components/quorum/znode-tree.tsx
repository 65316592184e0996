'use client'
import { useState, type KeyboardEvent } from 'react'
import { toCountText, toShortId } from '@/components/ui/amount-text'
import { moveByArrowKeys } from '@/components/ui/arrow-keys'
import { classNames } from '@/components/ui/class-names'
import { useZnode } from '@/lib/client/use-znode'
import type { ZnodeView } from '@/lib/model/znode-view'

interface TreeProps {
  clusterId: string
  revision: number
  selected: string
  onSelect: (path: string) => void
}

/** A tree as the ARIA pattern describes it: up and down walk, right opens, left closes, Enter shows. */
export function ZnodeTreeView({ rootPath, root, ...tree }: TreeProps & { rootPath: string; root: ZnodeView | null }) {
  return (
    <ul
      role="tree"
      aria-label="Znodes"
      onKeyDown={moveByArrowKeys}
      className="max-h-[560px] min-w-0 overflow-auto rounded-md border border-line p-1.5 text-sm"
    >
      <Node {...tree} path="" name={rootPath} role={root?.role ?? null} level={1} startsOpen known={root} />
    </ul>
  )
}

interface NodeProps extends TreeProps {
  path: string
  name: string
  role: string | null
  level: number
  startsOpen?: boolean
  known?: ZnodeView | null
}

function Node({ path, name, role, level, startsOpen = false, known = null, ...tree }: NodeProps) {
  const [open, setOpen] = useState(startsOpen)
  const isSelected = tree.selected === path
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') setOpen(event.key === 'ArrowRight')
    else if (event.key === 'Enter' || event.key === ' ') tree.onSelect(path)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const toggle = () => {
    tree.onSelect(path)
    setOpen(!open || !isSelected)
  }
  return (
    <li role="none">
      <div
        role="treeitem"
        aria-level={level}
        aria-expanded={open}
        aria-selected={isSelected}
        data-arrow
        tabIndex={isSelected ? 0 : -1}
        onClick={toggle}
        onKeyDown={onKeyDown}
        title={name}
        className={classNames(
          'flex cursor-pointer items-baseline gap-1.5 rounded-sm px-1.5 py-[3px] hover:bg-raised',
          isSelected && 'bg-raised',
        )}
      >
        <span aria-hidden="true" className={classNames('inline-block w-2 flex-none text-faint transition-transform', open && 'rotate-90')}>
          ›
        </span>
        <span className="font-mono text-xs whitespace-nowrap">{toShortId(name, 22, 12)}</span>
        {role === null || role === 'Folder' || level === 1 ? null : <span className="truncate text-xs text-muted">{role}</span>}
      </div>
      {open ? <Children {...tree} path={path} level={level + 1} known={known} /> : null}
    </li>
  )
}

function Children({ path, level, known, ...tree }: TreeProps & { path: string; level: number; known: ZnodeView | null }) {
  const { znode, problem } = useZnode(tree.clusterId, path, tree.revision, known ?? undefined)
  if (problem !== null && znode === null) return <p className="py-1 pl-6 text-xs text-amber-ink">{problem}</p>
  if (znode === null) return <p className="py-1 pl-6 text-xs text-muted">Reading…</p>
  const more = znode.childrenTotal - znode.children.length
  return (
    <ul role="group" className="ml-[11px] border-l border-line pl-1.5">
      {znode.children.map((child) => (
        <Node
          key={child.name}
          {...tree}
          path={path === '' ? child.name : `${path}/${child.name}`}
          name={child.name}
          role={child.role}
          level={level}
        />
      ))}
      {more > 0 ? (
        <li role="none" className="px-4 py-1 text-xs text-muted">
          {toCountText(more)} more are not listed
        </li>
      ) : null}
    </ul>
  )
}
