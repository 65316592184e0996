import { isOperationKind, operationKinds } from './operation-kinds'

/** What each audited action is, as a noun; the audit itself keeps the code, which its hashes cover. */
const actionWords: Readonly<Record<string, string>> = {
  'sign-in': 'Sign-in',
  'sign-out': 'Sign-out',
  'session.prove': 'Identity confirmed',
  'session.end': 'Session signed out',
  'password.change': 'Password changed',
  'second-factor.on': 'Second factor turned on',
  'second-factor.off': 'Second factor turned off',
  'second-factor.remove': 'Second factor removed by an administrator',
  'link.use': 'Link opened',
  'link.first-administrator': 'First administrator created by link',
  'link.invitation': 'Invitation accepted',
  'link.reset': 'Password set by link',
  'link.sign-in': 'Sign-in by link',
  'invitation.withdraw': 'Invitation revoked',
  'reset.withdraw': 'Password link revoked',
  'person.invite': 'Person invited',
  'person.role': 'Role changed',
  'person.remove': 'Person removed',
  'person.left': 'Role lost at the identity provider',
  'person.reset': 'Password link created',
  'key.make': 'API key created',
  'key.end': 'API key revoked',
  'emergency-stop.raise': 'Emergency stop raised',
  'emergency-stop.lift': 'Emergency stop lifted',
  'autopilot.on': 'Autopilot enabled',
  'autopilot.off': 'Autopilot disabled',
  'autopilot.change': 'Autopilot changed',
  'autopilot.acknowledge': 'Autopilot run acknowledged',
  'operation.abort': 'Operation aborted',
  'status-page.create': 'Status page created',
  'status-page.change': 'Status page changed',
  'status-page.delete': 'Status page deleted',
  'status-page.publish': 'Status page published',
  'status-page.unpublish': 'Status page unpublished',
  'status-page.declare': 'Status page taken over from the settings file',
  'status-page.release': 'Status page released by the settings file',
  'status-page.incident': 'Incident posted',
  'status-page.incident-update': 'Incident updated',
  'status-page.maintenance': 'Maintenance announced',
  'status-page.maintenance-update': 'Maintenance updated',
  'status-page.maintenance-end': 'Maintenance ended',
  'status-page.webhook': 'Webhook added',
  'status-page.webhook-delete': 'Webhook removed',
}

/** Codes that stand as the reason of a refusal. */
const reasonWords: Readonly<Record<string, string>> = {
  'wrong-credentials': 'wrong e-mail address or password',
  'code-needed': 'the code of the second factor is missing',
  'wrong-code': 'wrong code of the second factor',
  'too-many-attempts': 'too many attempts',
  'sign-in-needed': 'not signed in',
  'not-allowed': 'the role does not allow it',
  'wrong-origin': 'sent from another site',
  'step-up-required': 'no fresh confirmation of identity',
  not_asked_again: 'the provider did not ask for a new sign-in',
  failed: 'an error of the server',
}

/** “Stop one JobManager”, “Sign-in”; a code that is not known stays as it is. */
export function toAuditedAction(action: string): string {
  const kind = action.startsWith('operation.') ? action.slice('operation.'.length) : null
  if (isOperationKind(kind)) return operationKinds[kind].title
  return (Object.hasOwn(actionWords, action) ? actionWords[action] : undefined) ?? (isRequest(action) ? `Request ${action}` : action)
}

/** The reason of a line: a person's own words, or a code of ours in words. */
export function toAuditedReason(reason: string): string {
  return (Object.hasOwn(reasonWords, reason) ? reasonWords[reason] : undefined) ?? reason
}

function isRequest(action: string): boolean {
  return /^[A-Z]{3,7} \//.test(action)
}
