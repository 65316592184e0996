import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ProblemNote } from '@/components/shared/problem-note'
import { useSending } from '@/components/shared/use-sending'

interface PageQuestionProps {
  title: string
  /** What is gone afterwards, one item each. */
  gone: readonly string[]
  kept: string
  button: string
  run: () => Promise<unknown>
  onDone: () => void
  onClose: () => void
}

/** Lists what will be gone before it is. */
export function PageQuestion({ title, gone, kept, button, run, onDone, onClose }: PageQuestionProps) {
  const { problem, isSending, send } = useSending()
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="grid gap-3 px-6 pt-2 pb-5 max-sm:px-4">
        <p>This removes:</p>
        <ul className="grid list-disc gap-1 pl-5">
          {gone.map((one) => (
            <li key={one} className="[overflow-wrap:anywhere]">
              {one}
            </li>
          ))}
        </ul>
        <p className="text-muted">{kept}</p>
        <ProblemNote problem={problem} />
      </div>
      <div className="dialog-foot flex flex-wrap justify-end gap-2.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" possible={!isSending} onClick={() => send(run, onDone)}>
          {button}
        </Button>
      </div>
    </Dialog>
  )
}
