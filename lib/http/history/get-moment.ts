import 'server-only'
import { findMoment } from '@/lib/journal/read/moment'
import type { Moment } from '@/lib/model/history'
import { HttpError } from '../errors'
import { askJournal } from './ask-journal'

/** The cluster as it was. @param at epoch ms @throws HttpError journal-unusable, nothing-remembered */
export async function getMoment(clusterId: string, at: number): Promise<Moment> {
  const events = await askJournal((journal) => findMoment(journal, clusterId, at))
  if (events.problem !== null) throw new HttpError('journal-unusable', `The history cannot be read. ${events.problem}`)
  if (events.value === null)
    throw new HttpError('nothing-remembered', 'No data of this cluster for that time. GET …/history says when the recording starts.')
  return events.value
}
