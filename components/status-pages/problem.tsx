/** Why a request was refused, announced at once by screen readers. */
export function Problem({ text }: { text: string | null }) {
  return (
    <div role="alert" className={text === null ? undefined : 'rounded-md bg-red-wash px-3 py-2 text-sm text-red'}>
      {text === null ? null : (
        <>
          <span aria-hidden="true">▲ </span>
          {text}
        </>
      )}
    </div>
  )
}
