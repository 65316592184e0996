import { UnderstudyError } from '@/lib/base/errors'

/**
 * `not-a-stream`: no Java serialization at all; `truncated`: ends too early; `malformed`: against the grammar;
 * `too-large`: beyond the reader's limits; `unsupported`: legal, but never written by Flink into ZooKeeper;
 * `unexpected`: a valid stream with another content than expected.
 */
export type SerializationErrorCode = 'not-a-stream' | 'truncated' | 'malformed' | 'too-large' | 'unsupported' | 'unexpected'

/** The only error that decoding bytes can end with. */
export class SerializationError extends UnderstudyError<SerializationErrorCode> {
  static readonly kind = 'SerializationError'

  /** @param offset byte at which reading failed; null when the whole is meant */
  constructor(
    code: SerializationErrorCode,
    message: string,
    readonly offset: number | null = null,
  ) {
    super(code, message)
  }
}
