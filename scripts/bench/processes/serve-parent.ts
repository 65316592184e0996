import { toMessage } from '@/lib/base/errors'
import type { Reply, Request } from './child'

/** The child's side of `startChild`: answers each request by the handler of its name, and ends with the parent. */
export function serveParent(handlers: Readonly<Record<string, (argument: never) => unknown>>): void {
  process.on('message', ({ id, op, argument }: Request) => {
    const send = (reply: Reply) => process.send?.(reply)
    Promise.resolve()
      .then(() => {
        const handle = handlers[op]
        if (!handle) throw new Error(`there is no “${op}”`)
        return handle(argument as never)
      })
      .then(
        (answer) => send({ id, answer }),
        (error: unknown) => send({ id, error: toMessage(error) }),
      )
  })
  process.once('disconnect', () => process.exit(0))
}
