import { afterEach, describe, expect, test, vi } from 'vitest'
import { sendJson } from './fetch-json'
import { setProofDialog } from './fresh-proof'

const refusal = () =>
  Response.json({ error: { code: 'step-up-required', message: 'Prove it.', detail: { by: 'session' } } }, { status: 403 })
let take = () => {}
afterEach(() => {
  vi.unstubAllGlobals()
  take()
})

function serve(...answers: (() => Response)[]) {
  const asked: { body: unknown }[] = []
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    asked.push({ body: init.body })
    return (answers[asked.length - 1] ?? refusal)()
  })
  return asked
}

describe('requests that need a step-up', () => {
  test('A request that needs a step-up is sent again unchanged after it', async () => {
    take = setProofDialog(async () => true)
    const asked = serve(refusal, () => Response.json({ done: true }))
    expect(await sendJson('POST', '/api/v1/people', { email: 'a@b.c' })).toEqual({ done: true })
    expect(asked).toEqual([{ body: '{"email":"a@b.c"}' }, { body: '{"email":"a@b.c"}' }])
  })

  test('A request that needs a step-up fails as the server said when it is declined, impossible or refused again', async () => {
    serve()
    await expect(sendJson('POST', '/x', {})).rejects.toMatchObject({ code: 'step-up-required', message: 'Prove it.' })
    take = setProofDialog(async () => false)
    await expect(sendJson('POST', '/x', {})).rejects.toMatchObject({ code: 'step-up-required' })
    take = setProofDialog(async () => true)
    const asked = serve()
    await expect(sendJson('POST', '/x', {})).rejects.toMatchObject({ code: 'step-up-required' })
    expect(asked).toHaveLength(2)
  })

  test('One step-up dialog serves all waiting requests', async () => {
    const dialog = vi.fn(async () => true)
    take = setProofDialog(dialog)
    serve(
      refusal,
      refusal,
      () => Response.json(1),
      () => Response.json(2),
    )
    expect((await Promise.all([sendJson('POST', '/x', {}), sendJson('POST', '/y', {})])).sort()).toEqual([1, 2])
    expect(dialog).toHaveBeenCalledTimes(1)
  })
})
