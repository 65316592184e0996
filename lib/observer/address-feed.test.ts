import { describe, expect, it, vi } from 'vitest'
import { createAddressFeed } from './address-feed'

describe('address feed', () => {
  it('The address feed looks a host up once, publishes its addresses, and looks it up again only when they are old', async () => {
    let now = 0
    const resolve = vi.fn(async () => ['127.0.0.1'])
    const onChange = vi.fn()
    const feed = createAddressFeed(onChange, resolve, () => now)
    feed.want(['jm1'])
    feed.want(['jm1'])
    await vi.waitFor(() => expect(feed.addresses.get('jm1')).toEqual(['127.0.0.1']), 60_000)
    expect(resolve).toHaveBeenCalledTimes(1)
    expect(onChange).toHaveBeenCalledTimes(1)
    now = 400_000
    feed.want(['jm1'])
    await Promise.resolve()
    expect(resolve).toHaveBeenCalledTimes(2)
  })

  it('The address feed keeps the last addresses of a name that cannot be looked up any more', async () => {
    let now = 0
    const resolve = vi
      .fn<(host: string) => Promise<string[]>>()
      .mockResolvedValueOnce(['10.0.0.1'])
      .mockRejectedValue(new Error('SERVFAIL'))
    const feed = createAddressFeed(
      () => {},
      resolve,
      () => now,
    )
    feed.want(['jm1'])
    await vi.waitFor(() => expect(feed.addresses.has('jm1')).toBe(true), 60_000)
    now = 400_000
    feed.want(['jm1'])
    await Promise.resolve()
    await Promise.resolve()
    expect(feed.addresses.get('jm1')).toEqual(['10.0.0.1'])
  })
})
