import 'server-only'
import { toCount } from '@/lib/base/counts'
import { decideRemoval } from '@/lib/model/dangling/decide-removal'
import { chooseItems, deriveItems, toItemName } from '@/lib/model/dangling/items'
import type { DanglingItem, DanglingRemoval } from '@/lib/model/dangling/removal'
import type { Check } from '@/lib/model/operation'
import { findElectionPlace } from '@/lib/takeover/election/election-clients'
import type { ElectionPlace } from '@/lib/takeover/election/read-election'
import { orRefuseWithoutZooKeeper } from '@/lib/takeover/election/zookeeper-words'
import { noZooKeeper } from '@/lib/takeover/steps/takeover-checks'
import type { PlanContext, PlanDraft, Step } from '../run/verb'
import { readFreshTree, type FreshTree } from './fresh-tree'
import { readDanglingWorld } from './read-world'
import { backUpStep, removeStep, type RemovalWork } from './removal-steps'

const deadlineMs = 120_000

/**
 * What the request names is backed up to a file of the data folder, then, if `removes`, removed where it is proven that nothing refers to it.
 * @throws OperationError refused: ZooKeeper cannot be read
 */
export async function planDangling(context: PlanContext, removes: boolean): Promise<PlanDraft> {
  const place = findElectionPlace(context.settings, context.configuration)
  if (!place) return noZooKeeper
  const items = chooseItems(deriveItems(context.snapshot), context.request.options?.items)
  if (typeof items === 'string' || items.length === 0)
    return refuseWith('nothing-dangles', typeof items === 'string' ? items : 'No orphaned metadata.')
  const work: RemovalWork = { items, backup: null, name: null, result: '' }
  const { checks } = removes
    ? await decideItems(items, place, await orRefuseWithoutZooKeeper(readFreshTree(place)), context)
    : { checks: [] }
  const many = items.length === 1 ? toItemName(items[0]!) : toCount(items.length, 'item')
  return toItemsDraft({
    sentence: removes
      ? `${many} are backed up to a file here, then removed where nothing refers to them.`
      : `${many} are backed up to a file here.`,
    steps: [
      backUpStep(context, place, work),
      ...(removes
        ? [removeStep(context, place, work, { title: 'Remove what nothing refers to', commands: toCommands(items, place) })]
        : []),
    ],
    checks,
    verify: async () => work.result,
  })
}

/** Each item is decided as it will be again just before it is removed; if none may be removed there is nothing to run. */
export async function decideItems(
  items: readonly DanglingItem[],
  place: ElectionPlace,
  tree: FreshTree,
  { snapshot }: Pick<PlanContext, 'snapshot'>,
): Promise<{ checks: Check[]; removals: DanglingRemoval[] }> {
  const decisions = await Promise.all(
    items.map(async (item) => ({ item, decision: decideRemoval(item, await readDanglingWorld(item, place, tree, snapshot)) })),
  )
  const kept = decisions.flatMap(({ item, decision }) =>
    decision.kind === 'keep' ? [{ code: decision.code, text: `${toItemName(item)} stays: ${decision.text}` }] : [],
  )
  const level = kept.length === items.length ? 'refusal' : 'warning'
  return {
    checks: kept.map((one) => ({ ...one, level })),
    removals: decisions.flatMap(({ decision }) => (decision.kind === 'remove' ? [decision] : [])),
  }
}

function toCommands(items: readonly DanglingItem[], { root }: ElectionPlace): string[] {
  return items.map((item) =>
    item.kind === 'file' ? `rm ${item.path}` : `deleteall ${root}/${item.path}   # each by its version, in one transaction`,
  )
}

/** A plan that is refused before anything is read. */
export function refuseWith(code: string, text: string): PlanDraft {
  return toItemsDraft({ sentence: 'Nothing is done.', steps: [], checks: [{ code, level: 'refusal', text }], verify: async () => '' })
}

export function toItemsDraft(draft: { sentence: string; steps: Step[]; checks: Check[]; verify: PlanDraft['verify'] }): PlanDraft {
  return { ...draft, deadlineMs, guardsLeader: false }
}
