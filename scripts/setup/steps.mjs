/**
 * Shows the present step: a line while it runs, a tick and the seconds when it is over. Plain Node: it runs before the dependencies are
 * installed.
 */
export function createSteps(stream = process.stdout) {
  const isTerminal = Boolean(stream.isTTY)
  let current = null

  const clear = () => isTerminal && stream.write('\r\x1b[2K')
  const finish = (mark) => {
    if (!current) return
    const seconds = ((Date.now() - current.since) / 1000).toFixed(1)
    clear()
    stream.write(`${mark} ${current.text} (${seconds} s)\n`)
    current = null
  }

  return {
    step(text) {
      finish('✓')
      current = { text, since: Date.now(), said: 0 }
      stream.write(isTerminal ? `… ${text}` : `… ${text}\n`)
    },
    progress(text) {
      if (!current) return
      if (isTerminal) {
        clear()
        stream.write(`… ${current.text}: ${text}`.slice(0, (stream.columns ?? 80) - 1))
      } else if (Date.now() - current.said > 10_000) {
        current.said = Date.now()
        stream.write(`  ${text}\n`)
      }
    },
    done: () => finish('✓'),
    failed: () => finish('✗'),
    say(text = '') {
      finish('✓')
      stream.write(`${text}\n`)
    },
  }
}
