import 'server-only'
import { z } from 'zod'
import { hideUrlPasswords } from '@/lib/base/url-passwords'
import { isSecretOption } from '@/lib/flink/configuration/secrets'
import type { OwnConfig } from '@/lib/model/facts'
import { readAnswer, type Reading } from './read-json'
import type { RestAnswer } from './rest-client'

const mostOptions = 2_000
const longestValue = 4_000

const wire = z.array(z.object({ key: z.string().max(500), value: z.string() }))

/** `GET /jobmanager/config`: the configuration that the process itself runs with, its real RPC port included (ClusterConfigHandler). */
export function readOwnConfig(answer: RestAnswer, flinkVersion: string | null): Reading<OwnConfig> {
  const reading = readAnswer(answer, '/jobmanager/config', wire)
  if (!reading.ok) return reading
  const reported = new Map(reading.value.map(({ key, value }) => [key, value]))
  const options = reading.value.slice(0, mostOptions).filter(({ key, value }) => !isSecretOption(key) && !isSecretInUrl(value))
  return {
    ok: true,
    value: {
      flinkVersion,
      rpcAddress: reported.get('jobmanager.rpc.address')?.slice(0, 300) ?? null,
      rpcPort: toPort(reported.get('jobmanager.rpc.port')),
      restAddress: reported.get('rest.address')?.slice(0, 300) ?? null,
      restPort: toPort(reported.get('rest.port') ?? reported.get('jobmanager.web.port')),
      options: Object.fromEntries(options.map(({ key, value }) => [key, value.slice(0, longestValue)])),
    },
  }
}

/** `jdbc:x://user:password@host` has a password whatever its key is named. */
function isSecretInUrl(value: string): boolean {
  const kept = value.slice(0, longestValue)
  return hideUrlPasswords(kept) !== kept
}

function toPort(text: string | undefined): number | null {
  if (!text || !/^\d{1,5}$/.test(text)) return null
  const port = Number(text)
  return port > 0 && port <= 65_535 ? port : null
}
