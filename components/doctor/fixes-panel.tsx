'use client'
import { Check, Copy, Download } from 'lucide-react'
import { toCount } from '@/lib/base/counts'
import { Panel } from '@/components/ui/panel'
import { useCopied } from '@/components/ui/use-copied'
import type { FixedView } from '@/lib/model/configuration-view'
import { DiffView } from './diff-view'

/** The result of the certain fixes for each file. Nothing is written anywhere: the reader takes the diff along. */
export function FixesPanel({ fixed, staleSince }: { fixed: FixedView[]; staleSince: string | null }) {
  if (fixed.length === 0) return null
  return (
    <Panel
      title="Fixes"
      aside={
        <>
          Proposals, where what is meant is clear: read them before you apply them. This console writes no file: take a diff to the conf
          folder, on every host, with <code className="font-mono text-xs">patch -p1</code>.
        </>
      }
      staleSince={staleSince}
    >
      <div className="grid gap-5">
        {fixed.map((each) => (
          <FixedFile key={each.file} fixed={each} />
        ))}
      </div>
    </Panel>
  )
}

function FixedFile({ fixed: { file, diff, findings } }: { fixed: FixedView }) {
  return (
    <section aria-label={`Fixed ${file}`} className="min-w-0">
      <header className="mb-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <h3 className="font-mono font-semibold">{file}</h3>
        <span className="text-muted">fixes {toCount(findings.length, 'finding')}</span>
        <span className="ml-auto flex gap-2">
          <CopyButton text={diff} file={file} />
          <DownloadLink text={diff} file={file} />
        </span>
      </header>
      <DiffView diff={diff} label={`Changes to ${file}`} />
    </section>
  )
}

const button = 'inline-flex items-center gap-1.5 rounded-sm border border-line-strong px-2.5 py-1 text-xs font-medium hover:bg-raised'

function CopyButton({ text, file }: { text: string; file: string }) {
  const { copied, copy } = useCopied(text)
  return (
    <button type="button" aria-label={`Copy the diff of ${file}`} className={button} onClick={copy}>
      {copied ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
      <span role="status">{copied ? 'Copied' : 'Copy diff'}</span>
    </button>
  )
}

/** A data address, so that it works without a request and contains exactly what is shown. */
function DownloadLink({ text, file }: { text: string; file: string }) {
  return (
    <a
      className={button}
      download={`${file}.patch`}
      href={`data:text/x-diff;charset=utf-8,${encodeURIComponent(text)}`}
      aria-label={`Download the diff of ${file}`}
    >
      <Download size={13} aria-hidden="true" />
      Download
    </a>
  )
}
