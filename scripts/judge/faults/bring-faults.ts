import { setTimeout as delay } from 'node:timers/promises'
import { faultKinds, type FaultKind } from './kinds'
import { listMissing, startMissing, type FaultStage } from './stage'

/** A fault that was brought; times are epoch ms. */
export interface BroughtFault {
  name: string
  hit: string
  at: number
  healedAt: number | null
  /** When the whole cluster was well again; null: not within the limit. */
  wellAt: number | null
}

const wellWithinMs = 150_000
/** A second fault before the first is healed. */
const doubleChance = 0.25

export interface Bringing {
  stage: FaultStage
  until: number
  /** The kinds to bring in this order; else they are chosen by chance. */
  order?: readonly string[]
  onFault(fault: BroughtFault): void
}

/** Brings faults and heals them, one after the other, until the time is over. @returns all of them */
export async function bringFaults({ stage, until, order, onFault }: Bringing): Promise<BroughtFault[]> {
  const brought: BroughtFault[] = []
  const left = order?.map((name) => faultKinds.find((kind) => kind.name === name)!)
  while (Date.now() < until && left?.length !== 0) {
    const kinds = [left?.shift() ?? chooseKind(stage)]
    if (!order && stage.chance.next() < doubleChance) kinds.push(chooseKind(stage))
    const day = await bringDay(stage, kinds, order !== undefined)
    brought.push(...day)
    const wellAt = await waitUntilWell(stage)
    for (const fault of day) onFault(Object.assign(fault, { wellAt }))
    await delay(stage.chance.between(2_000, order ? 3_000 : 9_000))
  }
  return brought
}

function chooseKind({ chance }: FaultStage): FaultKind {
  const total = faultKinds.reduce((sum, { weight }) => sum + weight, 0)
  let point = chance.between(1, total)
  return faultKinds.find(({ weight }) => (point -= weight) <= 0) ?? faultKinds[0]!
}

/** All random numbers of a fault are drawn before anything happens: the same seed draws the same, whatever the cluster does. */
async function bringDay(stage: FaultStage, kinds: FaultKind[], isShort: boolean): Promise<BroughtFault[]> {
  const plans = kinds.map(({ lasts: [least, most] }) => ({
    pauseMs: stage.chance.between(500, 4_000),
    lastsMs: isShort ? 9_000 : 1_000 * stage.chance.between(least, most),
  }))
  const open: { fault: BroughtFault; healAt: number; heal(): Promise<void> }[] = []
  for (const [index, kind] of kinds.entries()) {
    if (index > 0) await delay(plans[index]!.pauseMs)
    const at = Date.now()
    const done = await kind.bring(stage).catch((error: unknown) => {
      console.error(`${kind.name}: ${String(error)}`)
      return null
    })
    if (!done) continue
    const fault: BroughtFault = { name: kind.name, hit: done.hit, at, healedAt: null, wellAt: null }
    open.push({ fault, healAt: at + plans[index]!.lastsMs, heal: done.heal })
  }
  for (const { fault, healAt, heal } of open.sort((a, b) => a.healAt - b.healAt)) {
    await delay(Math.max(0, healAt - Date.now()))
    await heal()
    fault.healedAt = Date.now()
  }
  return open.map(({ fault }) => fault)
}

/** Processes that ended by themselves meanwhile are started too, as an operator would. */
async function waitUntilWell(stage: FaultStage): Promise<number | null> {
  const deadline = Date.now() + wellWithinMs
  for (let look = 0; Date.now() < deadline; look++) {
    if (look % 10 === 0) await startMissing(stage)
    if (listMissing(stage).length === 0) return Date.now()
    await delay(250)
  }
  console.error(`Not well after ${wellWithinMs / 1000} s: ${listMissing(stage).join(', ')}`)
  return null
}
