import 'server-only'
import type { DescribedRoute, Parameter } from './paths'

const id: Parameter = { name: 'id', in: 'path', required: true, description: 'From the list.', schema: { type: 'string', maxLength: 64 } }
const done = { text: 'Done; there is nothing to tell.' }

/** Sign-in, people and keys. */
export const accessRoutes: Record<string, DescribedRoute> = {
  '/api/v1/session': { summary: 'Who asks', answer: { schema: 'signedIn' }, errors: [] },
  'POST /api/v1/session': { summary: 'Sign in', body: 'signInRequest', answer: { schema: 'begunSession' }, role: 'everybody', errors: ['bad-request', 'wrong-credentials', 'code-needed', 'wrong-code', 'too-many-attempts', 'wrong-origin', 'journal-unusable'] },
  'DELETE /api/v1/session': { summary: 'Sign out', answer: done, status: 204, errors: [] },
  'POST /api/v1/session/proof': { summary: 'Prove again who sits there, for ten minutes', body: 'sessionProof', answer: done, status: 204, errors: ['bad-request', 'wrong-credentials', 'code-needed', 'wrong-code', 'too-many-attempts', 'not-found'] },
  'POST /api/v1/session/provider': { summary: 'Begin to sign in through the OpenID provider', answer: { schema: 'providerAddress' }, role: 'everybody', errors: ['not-configured', 'provider-unreachable', 'wrong-origin', 'journal-unusable'] },
  '/api/auth/callback/{provider}': {
    summary: 'Where the OpenID provider sends people back to', answer: { text: 'None: a redirect.' }, role: 'everybody', errors: ['not-configured', 'provider-unreachable', 'journal-unusable'],
    parameters: [{ name: 'provider', in: 'path', required: true, description: 'oidc', schema: { type: 'string' } }],
  },
  '/api/v1/sessions': { summary: 'One’s own sessions', answer: { schema: 'sessionList' }, errors: [] },
  'DELETE /api/v1/sessions/{id}': { summary: 'End one of one’s own sessions', answer: done, status: 204, parameters: [id], errors: ['bad-request', 'not-found'] },
  'PUT /api/v1/account/password': { summary: 'Change one’s own password; other sessions end, and the keys that one made unless endKeys is false', body: 'passwordChange', answer: { schema: 'begunSession' }, errors: ['bad-request', 'wrong-credentials', 'password-refused', 'too-many-attempts', 'not-found'] },
  '/api/v1/account/second-factor': { summary: 'One’s own second factor', answer: { schema: 'secondFactor' }, errors: [] },
  'POST /api/v1/account/second-factor': { summary: 'A new secret; it counts once a code of it was given', answer: { schema: 'offeredSecondFactor' }, errors: ['not-found', 'second-factor-on'] },
  'PUT /api/v1/account/second-factor': { summary: 'Turn it on with a code; the recovery codes, told once', body: 'secondFactorCode', answer: { schema: 'recoveryCodes' }, errors: ['bad-request', 'wrong-code', 'second-factor-on', 'too-many-attempts'] },
  'DELETE /api/v1/account/second-factor': { summary: 'Turn it off', answer: done, status: 204, errors: ['not-found'] },
  'POST /api/v1/links/look': { summary: 'What a one-time link is for; it is not used up', body: 'linkQuestion', answer: { schema: 'linkView' }, role: 'everybody', errors: ['bad-request', 'link-unusable', 'wrong-origin', 'journal-unusable'] },
  'POST /api/v1/links/use': { summary: 'Come in by a one-time link', body: 'linkAnswer', answer: { schema: 'begunSession' }, role: 'everybody', errors: ['bad-request', 'link-unusable', 'password-refused', 'person-exists', 'code-needed', 'wrong-code', 'too-many-attempts', 'wrong-origin', 'journal-unusable'] },
  '/api/v1/people': { summary: 'People, open invitations and open links for a new password', answer: { schema: 'peopleList' }, role: 'administrator', errors: [] },
  'POST /api/v1/people': { summary: 'Invite somebody: a one-time link, told once', body: 'personInvitation', answer: { schema: 'madeLink' }, role: 'administrator', errors: ['bad-request', 'person-exists'] },
  'PUT /api/v1/people/{id}': { summary: 'Change somebody’s role', body: 'roleChange', answer: done, status: 204, parameters: [id], role: 'administrator', errors: ['bad-request', 'not-found', 'last-administrator'] },
  'DELETE /api/v1/people/{id}': { summary: 'Remove somebody, with their sessions and keys', answer: done, status: 204, parameters: [id], role: 'administrator', errors: ['bad-request', 'not-found', 'last-administrator'] },
  'POST /api/v1/people/{id}/reset': { summary: 'A one-time link that sets a new password; used, it ends the sessions and keys of that person', answer: { schema: 'madeLink' }, parameters: [id], role: 'administrator', errors: ['bad-request', 'not-found'] },
  'DELETE /api/v1/people/{id}/second-factor': { summary: 'Remove the second factor of somebody who lost their device', answer: done, status: 204, parameters: [id], role: 'administrator', errors: ['bad-request', 'not-found'] },
  'DELETE /api/v1/invitations/{id}': { summary: 'Withdraw an invitation', answer: done, status: 204, parameters: [id], role: 'administrator', errors: ['bad-request', 'not-found'] },
  'DELETE /api/v1/links/{id}': { summary: 'Withdraw an open link: an invitation, or one that sets a new password', answer: done, status: 204, parameters: [id], role: 'administrator', errors: ['bad-request', 'not-found'] },
  '/api/v1/keys': { summary: 'API keys', answer: { schema: 'keyList' }, role: 'administrator', errors: [] },
  'POST /api/v1/keys': { summary: 'Make a key, told once', body: 'keyRequest', answer: { schema: 'madeKey' }, role: 'administrator', errors: ['bad-request', 'not-found'] },
  'DELETE /api/v1/keys/{id}': { summary: 'End a key at once, with the open links that were made with it', answer: done, status: 204, parameters: [id], role: 'administrator', errors: ['bad-request', 'not-found'] },
}
