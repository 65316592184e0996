import { answerPublic } from '@/lib/http/answer'
import { respondSecurityContact } from '@/lib/http/respond-security-contact'

export const dynamic = 'force-dynamic'

export const GET = answerPublic(respondSecurityContact)
