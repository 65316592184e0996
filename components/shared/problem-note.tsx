/** Why a request was refused, announced at once by screen readers. It takes no space without a problem. */
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
