import 'server-only'
import { answerPublic } from '@/lib/http/answer'
import { authorize } from '@/lib/http/authorize'
import { HttpError } from '@/lib/http/errors'
import { readAddress } from '@/lib/http/read-address'
import { appendAudit } from '@/lib/journal/audit/append'
import { getJournal } from '@/lib/journal/database'
import type { Role } from '@/lib/model/actor'
import { getLog } from '@/lib/observer/log'
import type { AskedBy } from '../operations'

/** Nobody who may nothing may fill the disk with lines about it. */
const MOST_A_MINUTE = 30

let minute = { at: 0, lines: 0 }

/** A route that changes something: whoever is turned away at the door is written down too. */
export function answerAsked<Context>(action: string, role: Role, handle: (request: Request, context: Context, by: AskedBy) => Response | Promise<Response>): (request: Request, context: Context) => Promise<Response> {
  return answerPublic<Context>(async (request, context) => {
    const from = readAddress(request)
    const actor = await authorize(request, role).catch(async (error: unknown) => {
      if (error instanceof HttpError) await writeDown(action, from, error)
      throw error
    })
    return handle(request, context, { actor, from })
  })
}

async function writeDown(action: string, from: string | null, { code, message }: HttpError): Promise<void> {
  const now = Math.floor(Date.now() / 60_000)
  minute = now === minute.at ? { at: now, lines: minute.lines + 1 } : { at: now, lines: 1 }
  if (minute.lines > MOST_A_MINUTE) return
  try {
    await appendAudit(await getJournal(), { actor: null, from, action, clusterId: null, target: null, reason: null, result: 'refused', detail: { code, message } })
  } catch (error) {
    getLog().warn({ err: error }, 'A refused attempt could not be written down.')
  }
}
