import { pagePaths } from '@/lib/base/paths'
const words = {
  database: {
    what: 'The database of people and sessions cannot be used. The clusters are still watched.',
    todo: 'The console’s log on its server names the problem with the data folder or the database. Fix it, then reload this page; a restart is not needed.',
  },
  'no-administrator': {
    what: 'This console is new and has no accounts yet.',
    todo: 'At its start the console printed a link to its terminal or log. Open the link to become the first administrator. It works once, within an hour; restart the console for a new one.',
  },
} as const

/** Nobody can sign in: why, and what to do. */
export function NoSignIn({ obstacle }: { obstacle: keyof typeof words }) {
  return (
    <>
      <p className="mt-3">{words[obstacle].what}</p>
      <p className="mt-3 text-muted">{words[obstacle].todo}</p>
      {/* A full load: it requests the page from the server again. */}
      <p className="mt-5">
        <a href={pagePaths.signIn} className="inline-block rounded-md bg-ink px-4 py-2 font-semibold text-paper">
          Try again
        </a>
      </p>
    </>
  )
}
