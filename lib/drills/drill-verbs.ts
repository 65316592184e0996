import 'server-only'
import type { DrillKind } from '@/lib/model/drills/scenarios'
import type { Verb } from '@/lib/operations/run/verb'
import { toDrillVerb } from './drill-verb'

/** A verb for each scenario: one without does not compile. */
export const drillVerbs: { readonly [Kind in DrillKind]: Verb<Kind> } = {
  'drill-crash-leader': toDrillVerb('crash-leader'),
  'drill-stop-leader': toDrillVerb('stop-leader'),
  'drill-freeze-leader': toDrillVerb('freeze-leader'),
  'drill-crash-standby': toDrillVerb('crash-standby'),
}
