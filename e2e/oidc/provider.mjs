// A real OpenID provider in a process of its own: `node provider.mjs PORT CONSOLE_URL`. Its people are those below;
// any password is right.
import Provider from 'oidc-provider'

const [port, consoleUrl] = process.argv.slice(2)

const people = {
  ada: { name: 'Ada Admin', email: 'ada@example.org', email_verified: true, groups: ['flink-admins'] },
  vera: { name: 'Vera Viewer', email: 'vera@example.org', email_verified: true, groups: [] },
  eve: { name: 'Eve Elsewhere', email: 'eve@elsewhere.example', email_verified: true, groups: [] },
  // Claims to be Vera’s colleague; the provider did not verify it.
  mallory: { name: 'Mallory', email: 'mallory@example.org', email_verified: false, groups: [] },
}

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'understudy',
      client_secret: 'a secret of this test only',
      redirect_uris: [`${consoleUrl}/api/auth/callback/oidc`],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
  scopes: ['openid', 'email', 'profile', 'groups'],
  cookies: { keys: ['cookies of this test only'] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
})

provider.listen(Number(port), '127.0.0.1', () => console.log('listening'))
