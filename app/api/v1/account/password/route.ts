import { getAccess } from '@/lib/access/access'
import { changePassword } from '@/lib/access/passwords/change-password'
import { hasSecondFactor } from '@/lib/access/second-factor/check-code'
import { answerPublic } from '@/lib/http/answer'
import { authorizeSignedIn } from '@/lib/http/authorize'
import { demandProof } from '@/lib/http/proof-table'
import { readJsonBody } from '@/lib/http/read-body'
import { respondBegun } from '@/lib/http/respond-session'
import { passwordChange } from '@/lib/http/schemas/access'
import { toRequester } from '@/lib/http/to-requester'

export const PUT = answerPublic(async (request) => {
  const signedIn = await authorizeSignedIn(request, 'viewer')
  const asked = await readJsonBody(request, passwordChange)
  const access = await getAccess()
  // The present password alone would begin a session that counts as proven, without the code.
  if (await hasSecondFactor(access, signedIn.actor.id)) demandProof(signedIn, 'person')
  return respondBegun(await changePassword(access, toRequester(request, signedIn.actor), signedIn.credentialId, asked))
})
