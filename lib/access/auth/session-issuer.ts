import 'server-only'
import { createAuthEndpoint } from '@better-auth/core/api'
import type { BetterAuthPlugin } from 'better-auth'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'

/** Lets this program, and no request, begin a session for a person who used a one-time link. */
export const sessionIssuer = () =>
  ({
    id: 'session-issuer',
    endpoints: {
      beginSession: createAuthEndpoint.serverOnly({ method: 'POST', body: z.object({ personId: z.string() }) }, async (context) => {
        const { internalAdapter } = context.context
        const user = await internalAdapter.findUserById(context.body.personId)
        if (user === null) return context.json(null)
        const session = await internalAdapter.createSession(user.id)
        await setSessionCookie(context, { session, user })
        return context.json({ sessionId: session.id, user })
      }),
    },
  }) satisfies BetterAuthPlugin
