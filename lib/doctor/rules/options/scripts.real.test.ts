import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findConfEntry } from '../../conf-entries'
import { aConf } from '../../testing/a-conf'
import { findFlinkHomeForTests } from '@/lib/testing/flink/configuration-probe'
import { findOddScriptValues, findScriptMode } from './script-values'

const run = promisify(execFile)

/** Variables of a real Flink's bin/config.sh after reading the folder. */
async function askScripts(home: string, folder: string): Promise<{ mode: string; pidDir: string; logDir: string }> {
  const script = '. "$0" >/dev/null 2>&1; printf "%s\\0%s\\0%s" "$HIGH_AVAILABILITY" "$FLINK_PID_DIR" "$FLINK_LOG_DIR"'
  const { stdout } = await run('bash', ['-c', script, join(home, 'bin', 'config.sh')], {
    env: { ...process.env, FLINK_CONF_DIR: folder, FLINK_PID_DIR: '', FLINK_LOG_DIR: '', HIGH_AVAILABILITY: '' },
  })
  const [mode = '', pidDir = '', logDir = ''] = stdout.split('\0')
  return { mode, pidDir, logDir: logDir === join(home, 'log') ? '' : logDir }
}

function askUs(file: string, text: string, flinkVersion: string) {
  const input = aConf({ [file]: text }, { flinkVersion })
  const odd = findOddScriptValues(input)
  const read = (key: string, fallback: string) => (odd.find((each) => each.key === key) ?? findConfEntry(input, key))?.value ?? fallback
  const mode = findScriptMode(input).value ?? 'none'
  return { mode: mode === 'standalone' ? 'none' : mode, pidDir: read('env.pid.dir', '/tmp'), logDir: read('env.log.dir', '') }
}

const flat = [
  'high-availability: zookeeper\r\nenv.pid.dir: /run/a\r\n',
  '\thigh-availability: zookeeper\n',
  'high-availability: none\nrecovery.mode: zookeeper\n',
  'high-availability: zookeeper\nhigh-availability: \n',
  'high-availability: "zookeeper"\n',
  'env.pid.dir: /run/a: b # c\n',
  '  high-availability :  ZooKeeper \nenv.log.dir: /var/log/flink\n',
  'high-availability: zookeeper \t\n',
  'recovery.mode: standalone\n',
  'env.pid.dir: /a#b\nenv.pid.dir:/c\n',
]
const yaml = [
  'high-availability:\n  type: ZooKeeper\nenv:\n  pid:\n    dir: "/a # b"\n  log.dir: "/x: y"\n',
  'high-availability: none\nrecovery.mode: zookeeper\n',
  'env.pid.dir: /run/it\'s\nhigh-availability.type: "zookeeper" # yes\n',
  'env.log.dir: "/a: it\'s"\n',
]

describe.each([
  ['1.14.6', 'flink-conf.yaml', flat],
  ['1.20.1', 'flink-conf.yaml', flat],
  ['1.20.1', 'config.yaml', yaml],
  ['2.3.0', 'config.yaml', yaml],
] as const)('bin/config.sh of Flink %s', (version, file, texts) => {
  const home = findFlinkHomeForTests(version)
  const test = home === null ? it.skip : it

  test.each(texts)(`The script bin/config.sh reads ${file} as this program expects: %j`, async (text) => {
    const folder = await mkdtemp(join(tmpdir(), 'understudy-scripts-'))
    try {
      await writeFile(join(folder, file), text)
      expect(askUs(file, text, version)).toEqual(await askScripts(home ?? '', folder))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
