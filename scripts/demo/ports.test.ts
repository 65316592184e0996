import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { getFreePorts } from '@/e2e/lab/ports/free-ports'
import { parseDemoOptions } from './options'
import { checkPorts, deriveDemoPorts } from './ports'

describe('the demo’s ports', () => {
  it('The demo’s ports are those of Flink’s example, counted up', () => {
    expect(deriveDemoPorts({ masters: 3, quorum: 3 })).toEqual({
      masters: [8081, 8082, 8083],
      zooKeepers: [2181, 2182, 2183],
      peers: [
        [2888, 3888],
        [2889, 3889],
        [2890, 3890],
      ],
    })
  })

  it('The error for a taken port names the port, its purpose and the process that holds it', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const taken = typeof address === 'object' && address ? address.port : 0
    const [free = 0] = await getFreePorts(1)
    const options = { ...parseDemoOptions([]), console: false }
    const check = checkPorts({ masters: [taken], zooKeepers: [free], peers: [] }, options)
    await expect(check).rejects.toThrow(`Port ${taken}, needed by the JobManager localhost:${taken}, is taken`)
    if (process.platform === 'linux')
      await expect(checkPorts({ masters: [taken], zooKeepers: [free], peers: [] }, options)).rejects.toThrow(`pid ${process.pid} (`)
    await new Promise((resolve) => server.close(resolve))
    await expect(checkPorts({ masters: [taken], zooKeepers: [free], peers: [] }, options)).resolves.toBeUndefined()
  })

  it('A console on a JobManager’s port is refused before anything is started', async () => {
    const [one = 0, two = 0] = await getFreePorts(2)
    const options = { ...parseDemoOptions([]), port: one }
    await expect(checkPorts({ masters: [one], zooKeepers: [two], peers: [] }, options)).rejects.toThrow(`Port ${one} would be needed twice`)
  })
})
