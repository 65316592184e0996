// Loaded into a console by `--profile`: writes a CPU profile when the process ends. Node 20 takes no --cpu-prof in NODE_OPTIONS.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'

// Threads load it too, and would overwrite the event loop's profile.
if (isMainThread) {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.start')
  process.on('exit', () => {
    session.post('Profiler.stop', (error, result) => {
      if (!error)
        writeFileSync(join(process.env.UNDERSTUDY_BENCH_PROFILE, `console-${process.pid}.cpuprofile`), JSON.stringify(result.profile))
    })
  })
}
