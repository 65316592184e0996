import type { z } from 'zod'
import type * as access from './schemas/access'

/** Inferred from lib/model/schemas: one source for compiler, API check and OpenAPI. */
export type SignedInUser = z.infer<typeof access.begunSession>
export type LinkView = z.infer<typeof access.linkView>
export type LinkKind = LinkView['kind']
export type LinkToPass = z.infer<typeof access.madeLink>
export type SessionView = z.infer<typeof access.sessionList>['sessions'][number]
export type PersonView = z.infer<typeof access.person>
export type InvitationView = z.infer<typeof access.invitation>
export type ResetLinkView = z.infer<typeof access.resetLink>
export type KeyView = z.infer<typeof access.key>
export type MadeKey = z.infer<typeof access.madeKey>
export type SecondFactorView = z.infer<typeof access.secondFactor>
export type OfferedSecondFactor = z.infer<typeof access.offeredSecondFactor>

/** Kinds of links that administrators create, and may withdraw while they are open. */
export const openLinkKinds = ['invitation', 'reset'] as const satisfies readonly LinkKind[]
export type OpenLinkKind = (typeof openLinkKinds)[number]
