/** Why something was refused, read out at once. The room is there only when there is something to say. */
export function ProblemNote({ problem }: { problem: string | null }) {
  return (
    <div role="alert" className={problem === null ? undefined : 'rounded-md bg-red-wash px-3 py-2 text-sm text-red'}>
      {problem === null ? null : (
        <>
          <span aria-hidden="true">▲ </span>
          {problem}
        </>
      )}
    </div>
  )
}
