'use client'
import { useState } from 'react'
import { Panel } from '@/components/ui/panel'
import { Cell, Table } from '@/components/ui/table'
import { tip } from '@/components/ui/tip'
import type { OptionGroupView, OptionView } from '@/lib/model/configuration-view'
import { toLineId } from './line-id'

const columns = [{ head: 'Option', width: '46%' }, { head: 'Value' }, { head: 'From', width: '20%' }]

/** The options as this version of Flink reads them: key, value, and the line each came from. */
export function OptionsPanel({ groups, version, staleSince }: { groups: OptionGroupView[]; version: string; staleSince: string | null }) {
  const [withDefaults, setWithDefaults] = useState(false)
  const shown = groups
    .map(({ name, options }) => ({ name, options: options.filter(({ from }) => withDefaults || from !== 'default') }))
    .filter(({ options }) => options.length > 0)
  return (
    <Panel
      title="Effective options"
      aside={`HA-related options in effect (Flink ${version}); -D options of a process are in no file`}
      staleSince={staleSince}
      corner={
        <label className="flex items-center gap-2 text-sm">
          <input type="checkbox" checked={withDefaults} onChange={(event) => setWithDefaults(event.target.checked)} /> With defaults
        </label>
      }
    >
      {shown.length === 0 ? (
        <p className="text-sm text-muted">No option is set; Flink’s defaults apply.</p>
      ) : (
        <div className="grid gap-5">
          {shown.map(({ name, options }) => (
            <section key={name} aria-label={name}>
              <h3 className="caps mb-1 text-muted">{name}</h3>
              <Table label={name} columns={columns}>
                <tbody role="rowgroup">
                  {options.map((option) => (
                    <OptionRow key={option.key} option={option} />
                  ))}
                </tbody>
              </Table>
            </section>
          ))}
        </div>
      )}
    </Panel>
  )
}

function OptionRow({ option: { key, value, from, overridden, doc } }: { option: OptionView }) {
  return (
    <tr role="row">
      <Cell head="Option" lead>
        <span className="font-mono text-xs [overflow-wrap:anywhere]" {...tip(doc)}>
          {key}
        </span>
      </Cell>
      <Cell head="Value">
        {value === null ? <span className="text-muted">none</span> : <span className="font-mono text-xs">{value}</span>}
        {overridden.map((other) => (
          <span key={`${other.key} ${other.line}`} className="block text-xs text-muted">
            not: <span className="font-mono">{other.value}</span> (<SourceLink file={other.file} line={other.line} />)
          </span>
        ))}
      </Cell>
      <Cell head="From">
        {from === 'default' || from === null ? (
          <span className="text-muted">default</span>
        ) : (
          <SourceLink file={from.file} line={from.line} />
        )}
      </Cell>
    </tr>
  )
}

function SourceLink({ file, line }: { file: string; line: number }) {
  return (
    <a href={`#${toLineId(file, line)}`} className="link font-mono text-xs">
      {file}:{line}
    </a>
  )
}
