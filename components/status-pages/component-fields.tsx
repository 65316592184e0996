import { TextField } from '@/components/ui/text-field'
import type { ComponentDraft } from './page-draft'

/** One cluster of the page: whether it is on it, and its public name. */
export function ComponentFields({
  component,
  clusterName,
  onChange,
}: {
  component: ComponentDraft
  clusterName: string
  onChange: (next: ComponentDraft) => void
}) {
  const set = (change: Partial<ComponentDraft>) => onChange({ ...component, ...change })
  return (
    <li className="border-t border-line py-3 first:border-t-0">
      <label className="flex w-fit items-center gap-2">
        <input type="checkbox" checked={component.isOn} onChange={(event) => set({ isOn: event.target.checked })} />
        Show <span className="font-mono text-sm">{clusterName}</span>
      </label>
      {component.isOn ? (
        <div className="mt-2 flex flex-wrap gap-3 pl-6 max-sm:pl-0">
          <TextField
            label={`Public name of ${clusterName}`}
            required
            maxLength={100}
            placeholder="Order stream"
            value={component.name}
            onChange={(event) => set({ name: event.target.value })}
            className="w-full max-w-[240px]"
          />
          <TextField
            label="Description (optional)"
            maxLength={300}
            value={component.description}
            onChange={(event) => set({ description: event.target.value })}
            className="w-full max-w-[320px]"
          />
          <TextField
            label="Group (optional)"
            maxLength={100}
            value={component.group}
            onChange={(event) => set({ group: event.target.value })}
            className="w-full max-w-[180px]"
          />
        </div>
      ) : null}
    </li>
  )
}
