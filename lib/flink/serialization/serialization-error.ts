import { UnderstudyError } from '@/lib/base/errors'

/**
 * `not-a-stream`: no Java serialization at all; `truncated`: ends too early; `malformed`: against the grammar;
 * `too-large`: beyond the reader's limits; `unsupported`: legal, but nothing Flink writes into ZooKeeper;
 * `unexpected`: a sound stream that holds something else than was asked for.
 */
export type SerializationErrorCode = 'not-a-stream' | 'truncated' | 'malformed' | 'too-large' | 'unsupported' | 'unexpected'

/** The only error that decoding bytes can end with. */
export class SerializationError extends UnderstudyError<SerializationErrorCode> {
  static readonly kind = 'SerializationError'

  /** @param offset byte at which reading gave up; null when the whole is meant */
  constructor(
    code: SerializationErrorCode,
    message: string,
    readonly offset: number | null = null,
  ) {
    super(code, message)
  }
}
