'use client'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { useCopied } from '@/components/ui/use-copied'
import { toShareCode } from '@/lib/status/model/share-code'

/** Code that embeds the page elsewhere, to copy whole. @param url of the public page */
export function ShareCodePanel({ title, url }: { title: string; url: string }) {
  const code = toShareCode(title, url)
  return (
    <Panel
      title="Badge and embed code"
      aside="The badge shows the state of the whole page. Each service has one too: /components/{id}/badge.svg."
    >
      <ul className="grid gap-3">
        <CodeItem name="Badge, Markdown" code={code.markdown} />
        <CodeItem name="Badge, HTML" code={code.badge} />
        <CodeItem name="Embedded page, HTML" code={code.embed} />
      </ul>
    </Panel>
  )
}

function CodeItem({ name, code }: { name: string; code: string }) {
  const { copied, copy } = useCopied(code)
  return (
    <li>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span className="text-sm font-medium">{name}</span>
        <Button small onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
          <span className="sr-only"> {name}</span>
        </Button>
      </div>
      <code className="mt-1 block rounded-md bg-raised px-3 py-2 font-mono text-xs [overflow-wrap:anywhere]">{code}</code>
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </li>
  )
}
