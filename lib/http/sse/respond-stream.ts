import 'server-only'

/**
 * `no-transform` keeps compressing proxies from holding events back, `x-accel-buffering` does so with nginx.
 *
 * @param stream null for HEAD: Next drops the body of its answer without cancelling it, so there must be none
 */
export function respondStream(stream: ReadableStream<Uint8Array> | null): Response {
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
