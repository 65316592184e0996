import 'server-only'
import type { JuteReader, JuteWriter } from '../jute'

// MultiHeader { int type; bool done; int err }: before each request and each result of a multi and of a multiRead, and
// once more with done at the end (org.apache.zookeeper.MultiOperationRecord, MultiResponse).

export function writeMultiHeader(writer: JuteWriter, type: number): void {
  writer.int(type).bool(false).int(-1)
}

export function writeMultiEnd(writer: JuteWriter): void {
  writer.int(-1).bool(true).int(-1)
}

/** The results in order; `readOne` reads what follows a header of that type, and throws for one it does not know. */
export function readMultiResults<T>(reader: JuteReader, readOne: (reader: JuteReader, type: number) => T): T[] {
  const results: T[] = []
  for (;;) {
    const type = reader.int()
    const done = reader.bool()
    // The error's number; a result of type error repeats it.
    reader.int()
    if (done) return results
    results.push(readOne(reader, type))
  }
}
