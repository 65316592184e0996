const words = {
  database: {
    what: 'The database that keeps people and sessions cannot be used, so nobody can prove who they are. The clusters are still watched.',
    todo: 'Look into the console’s log on its server: it says what is wrong with the data folder or the database. Mend it; this page works again within seconds, without a restart. Then reload it.',
  },
  'no-administrator': {
    what: 'This console is new: nobody has an account yet.',
    todo: 'When it started it printed a link into its terminal or log. Whoever opens it becomes the first administrator. It works once and for an hour; start the console again for a new one.',
  },
} as const

/** The door is shut for everybody: why, and what to do. */
export function NoSignIn({ obstacle }: { obstacle: keyof typeof words }) {
  return (
    <>
      <p className="mt-3">{words[obstacle].what}</p>
      <p className="mt-3 text-muted">{words[obstacle].todo}</p>
      {/* A full load: it asks the server again. */}
      <p className="mt-5">
        <a href="/sign-in" className="inline-block rounded-md bg-ink px-4 py-2 font-semibold text-paper">
          Try again
        </a>
      </p>
    </>
  )
}
