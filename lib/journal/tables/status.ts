import type { Generated } from 'kysely'

/** What public pages are made from. Written by the console that has the lease, and by administrators and operators. */
export interface StatusTables {
  status_head: StatusHeadTable
  status_pages: StatusPagesTable
  status_components: StatusComponentsTable
  status_clusters: StatusClustersTable
  status_spans: StatusSpansTable
  status_incidents: StatusIncidentsTable
  status_maintenances: StatusMaintenancesTable
  status_updates: StatusUpdatesTable
  status_webhooks: StatusWebhooksTable
  status_deliveries: StatusDeliveriesTable
}

/** One row. Readers poll it twenty times a second and read the rest only when `version` changed. */
export interface StatusHeadTable {
  id: number
  version: number
  changed_at: number
  /** JSON: cluster id to when it was last observed; written each second, without a new version. */
  observed: string
}

export interface StatusPagesTable {
  id: string
  slug: string
  title: string
  description: string | null
  is_published: number
  /** The understudy.yaml that declares the page; null: it is made in the browser. Never public. */
  declared_in: Generated<string | null>
  /** From this length on a leader change is an outage on this page. */
  threshold_ms: Generated<number>
  created_at: number
  updated_at: number
}

export interface StatusComponentsTable {
  /** Public. */
  id: string
  page_id: string
  cluster_id: string
  name: string
  description: string | null
  group_name: string | null
  position: number
  created_at: number
}

export interface StatusClustersTable {
  cluster_id: string
  /** JSON of PublicCluster: the last good snapshot. */
  cluster: string
  since_at: number
}

/** Stretches of one known state; a gap between two was not observed. */
export interface StatusSpansTable {
  id: Generated<number>
  cluster_id: string
  state: string
  from_at: number
  /** null: it goes on, as far as the head's pulse reaches. */
  to_at: number | null
}

export interface StatusIncidentsTable {
  /** Public. */
  id: string
  cluster_id: string | null
  page_id: string | null
  title: string
  status: string
  impact: string
  started_at: number
  resolved_at: number | null
  updated_at: number
  led_again_at: number | null
  is_end_unseen: number
  /** Time of the latest loss; null for incidents that operators wrote. */
  lost_at: number | null
  /** Time in losses that are over; null for incidents that operators wrote. */
  down_ms: number | null
  /** JSON of PublicPhase[]. */
  phases: string
}

export interface StatusMaintenancesTable {
  /** Public. */
  id: string
  kind: string
  page_id: string | null
  /** JSON: cluster ids. */
  cluster_ids: string
  title: string
  body: string
  starts_at: number
  ends_at: number
  ended_at: number | null
  created_at: number
  updated_at: number
}

/** Updates of incidents and maintenances; `subject_id` names either. */
export interface StatusUpdatesTable {
  /** Public. */
  id: string
  subject_id: string
  status: string
  body: string
  at: number
  /** 1: its deliveries were written, or there was no subscription. */
  is_announced: Generated<number>
  /** Name of the author; null: the program. Never public. */
  by_name: Generated<string | null>
}

export interface StatusWebhooksTable {
  id: string
  page_id: string
  url: string
  /** Key of the signatures. */
  secret: string
  created_at: number
}

export interface StatusDeliveriesTable {
  id: string
  webhook_id: string
  /** JSON, as it is sent. */
  body: string
  created_at: number
  attempts: number
  /** null: no further attempt. */
  next_at: number | null
  delivered_at: number | null
  /** HTTP status of the last attempt; null: none came. */
  last_status: number | null
  last_problem: string | null
}
