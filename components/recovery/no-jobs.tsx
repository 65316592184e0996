import { CommandLine } from '@/components/ui/command-line'
import { EmptyState } from '@/components/ui/empty-state'

/** A cluster without jobs: nothing is wrong, there is only nothing to recover. */
export function NoJobs() {
  return (
    <EmptyState title="No job is registered for recovery.">
      <p>A new leader would start with nothing to do. Submit a job with checkpoints to see it here:</p>
      <p className="mt-2">
        <CommandLine command="bin/flink run -d examples/streaming/StateMachineExample.jar" />
      </p>
    </EmptyState>
  )
}
