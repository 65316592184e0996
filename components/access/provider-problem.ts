const sentences: Record<string, string> = {
  no_role: 'You proved who you are, and no rule of this console gives you a role. Ask an administrator to add your group or address.',
  account_not_linked:
    'An account with your e-mail address signs in here with a password. Sign in that way, or ask an administrator to remove that account first.',
  access_denied: 'The provider did not confirm who you are: the sign-in there was refused or broken off. Try again.',
  not_asked_again:
    'The provider did not ask anew who you are, so this proves nothing: its answer names an earlier sign-in (auth_time), or none. Sign out at the provider, then try again.',
  state_mismatch: 'This sign-in was begun in another browser, or too long ago. Begin it again here.',
  please_restart_the_process: 'This sign-in was begun in another browser, or too long ago. Begin it again here.',
  state_not_found: 'This sign-in was begun in another browser, or too long ago. Begin it again here.',
}

/** Why a sign-in through the OpenID provider failed; `code` is in the address and untrusted. */
export function toProviderProblem(code: string | null): string | null {
  if (code === null) return null
  return sentences[code] ?? 'The provider’s answer could not be used. Try again; if it stays so, the server’s log says why.'
}
