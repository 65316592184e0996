'use client'
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { serverLeadMs } from '@/lib/client/connection-store'
import { ReaderZone } from '@/lib/client/use-now'
import { toFullTimeText, toLocalMomentText } from './clock-text'
import { splitTimes } from './words'
import { toAgoText } from '@/lib/base/durations'

const tipId = 'tip'

/** Shows the tip of the element under the pointer or with the focus. Esc hides it; it never catches the pointer. */
export function TipLayer() {
  const [subject, setSubject] = useState<HTMLElement | null>(null)
  const zone = useContext(ReaderZone)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => listen(setSubject), [])
  useEffect(() => {
    subject?.setAttribute('aria-describedby', tipId)
    return () => subject?.removeAttribute('aria-describedby')
  }, [subject])
  useLayoutEffect(() => {
    if (subject && box.current) place(box.current, subject)
  })

  if (subject === null) return null
  return (
    <div
      ref={box}
      id={tipId}
      role="tooltip"
      className="arrives pointer-events-none fixed top-0 left-0 z-50 max-w-[min(340px,calc(100vw-16px))] rounded-sm bg-ink forced-colors:border px-2.5 py-1.5 text-xs text-paper"
    >
      {linesOf(subject, zone).map((line, index) => (
        <div key={index} className={index === 0 ? '' : 'opacity-75'}>
          {line}
        </div>
      ))}
    </div>
  )
}

function linesOf(subject: HTMLElement, zone: string): string[] {
  const { tip = '', tipAt, tipTime } = subject.dataset
  const lines = tip
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => toReaderTimes(line, zone))
  if (tipTime) lines.unshift(toFullTimeText(tipTime, zone))
  if (tipAt) lines.push(`Read ${toAgoText(Date.now() + serverLeadMs() - Date.parse(tipAt))} · ${toFullTimeText(tipAt, zone)}`)
  return lines
}

/** Times in a sentence, as the page writes them. */
function toReaderTimes(line: string, zone: string): string {
  return splitTimes(line)
    .map((part, index) => (index % 2 === 0 ? part : toLocalMomentText(part, zone)))
    .join('')
}

function listen(show: (subject: HTMLElement | null) => void): () => void {
  const find = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null)
  const over = (event: Event) => show(find(event.target))
  const hide = () => show(null)
  const key = (event: KeyboardEvent) => event.key === 'Escape' && show(null)
  const pairs: [string, (event: never) => void][] = [
    ['pointerover', over],
    ['focusin', over],
    ['focusout', hide],
    ['keydown', key],
    ['scroll', hide],
  ]
  for (const [name, run] of pairs) document.addEventListener(name, run as EventListener, { passive: true })
  return () => {
    for (const [name, run] of pairs) document.removeEventListener(name, run as EventListener)
  }
}

/** Above the subject, below it where there is no room; always inside the window. */
function place(box: HTMLElement, subject: HTMLElement): void {
  const at = subject.getBoundingClientRect()
  const size = box.getBoundingClientRect()
  const above = at.top - size.height - 6
  const top = above >= 8 ? above : at.bottom + 6
  const left = Math.min(Math.max(8, at.left + at.width / 2 - size.width / 2), window.innerWidth - size.width - 8)
  box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
}
