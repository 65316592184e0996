import type { Metadata } from 'next'
import { NotForYou } from '@/components/access/not-for-you'
import { PeoplePage } from '@/components/access/people-page'
import { getAccess } from '@/lib/access/access'
import { listInvitations, listPeople, listResetLinks } from '@/lib/access/people/list-people'
import { mayRead, requireReader } from '@/lib/access/reader'

export const metadata: Metadata = { title: 'People' }

export default async function Page() {
  if (!(await mayRead('administrator'))) return <NotForYou role="administrator" what="people and roles" />
  const access = await getAccess()
  const [people, invitations, resetLinks] = await Promise.all([listPeople(access), listInvitations(access), listResetLinks(access)])
  return <PeoplePage initial={{ people, invitations, resetLinks }} readerId={(await requireReader()).actor.id} />
}
