export interface ReadEvent {
  event: string
  id: string | null
  data: unknown
}

/** Reads an event stream as the HTML standard parses it; comments come as events named "comment". */
export function readEvents(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''

  async function next(): Promise<ReadEvent | null> {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        return toEvent(block)
      }
      const { done, value } = await reader.read()
      if (done) return null
      text += decoder.decode(value, { stream: true })
    }
  }
  return {
    next,
    /** The next `count` events, without the opening comment. */
    async take(count: number): Promise<ReadEvent[]> {
      const events: ReadEvent[] = []
      while (events.length < count) {
        const event = await next()
        if (event === null) break
        if (event.event !== 'retry') events.push(event)
      }
      return events
    },
    cancel: () => reader.cancel(),
  }
}

function toEvent(block: string): ReadEvent {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()] as const),
  )
  if (fields.has('')) return { event: 'comment', id: null, data: fields.get('') }
  if (fields.has('retry')) return { event: 'retry', id: null, data: fields.get('retry') }
  return { event: fields.get('event') ?? 'message', id: fields.get('id') ?? null, data: JSON.parse(fields.get('data') ?? 'null') }
}
