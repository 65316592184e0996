import 'server-only'
import { answerForCluster, throwNoCluster, type ClusterContext } from '@/lib/http/answer'
import { HttpError } from '@/lib/http/errors'
import { readJsonBody } from '@/lib/http/read-body'
import { demandProof } from '@/lib/http/proof-table'
import { readClusterId } from '@/lib/http/read-request'
import { respondJson } from '@/lib/http/respond'
import { autopilotRequest } from '@/lib/http/schemas/autopilot'
import { appendAudit } from '@/lib/journal/audit/append'
import { getJournal } from '@/lib/journal/database'
import type { BackupList } from '@/lib/model/autopilot-view'
import { getConsole } from '@/lib/observer/console'
import { actAgainAfterMs, acknowledgeRuns, readSettings, saveSettings } from '@/lib/takeover/autopilot/autopilot-store'
import { listBackups } from '@/lib/operations/dangling/backups-table'
import { getTakeoverService } from '@/lib/operations/get-operations'
import { answerRequested } from './answer-asked'

export const getAutopilot = answerForCluster(async ({ id }) => respondView(id))

/** Turns the autopilot on or off; the cluster's name is typed, as for everything that acts. */
export const postAutopilot = answerRequested<ClusterContext>(
  'autopilot.change',
  'administrator',
  async (request, { params }, { actor, from }, signedIn) => {
    const id = readClusterId((await params).id)
    const name = (await getConsole()).findSettings(id)?.name ?? throwNoCluster(id)
    const { on, againAfterMs, confirm, reason } = await readJsonBody(request, autopilotRequest)
    if (on) demandProof(signedIn, 'proof')
    if (confirm !== name)
      throw new HttpError('confirmation-needed', `Type the cluster’s name, “${name}”, to confirm.`, { field: 'confirm' })
    const journal = await getJournal()
    const before = await readSettings(journal, id)
    await saveSettings(journal, id, {
      isOn: on,
      againAfterMs: againAfterMs ?? (before.changedAt === null ? actAgainAfterMs : before.againAfterMs),
      by: actor.name,
    })
    await appendAudit(journal, {
      actor,
      from,
      action: on ? 'autopilot.on' : 'autopilot.off',
      clusterId: id,
      reason: reason ?? null,
      result: 'done',
      detail: { againAfterMs },
    })
    await (await getTakeoverService()).refresh()
    return respondView(id)
  },
)

/** An operator has looked at what the autopilot did: it may act again. */
export const postAcknowledge = answerRequested<ClusterContext>(
  'autopilot.acknowledge',
  'operator',
  async (_request, { params }, { actor, from }) => {
    const id = readClusterId((await params).id)
    if (!(await getConsole()).findSettings(id)) throwNoCluster(id)
    const journal = await getJournal()
    await acknowledgeRuns(journal, id, actor.name)
    await appendAudit(journal, { actor, from, action: 'autopilot.acknowledge', clusterId: id, target: null, reason: null, result: 'done' })
    return respondView(id)
  },
)

export const getBackups = answerForCluster(async ({ console, id }) => {
  if (!console.findSettings(id)) throwNoCluster(id)
  return respondJson({ backups: await listBackups(await getJournal(), id) } satisfies BackupList)
})

async function respondView(id: string): Promise<Response> {
  return respondJson((await (await getTakeoverService()).findAutopilot(id)) ?? throwNoCluster(id))
}
