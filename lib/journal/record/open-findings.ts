import 'server-only'
import type { ConfigurationView } from '@/lib/model/configuration-view'
import type { OpenFinding } from './change'

export function toOpenFindings({ findings }: Pick<ConfigurationView, 'findings'>): OpenFinding[] {
  return findings.map(({ id, rule, severity, sentence, places }) => ({
    key: id,
    rule,
    severity,
    title: sentence,
    place: places[0]?.key ?? places[0]?.file ?? null,
  }))
}
