import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseConfTexts } from '@/lib/flink/configuration/conf-texts'
import { findYarnSite } from './find-yarn-site'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'understudy-yarn-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

it('The file yarn-site.xml is searched in the conf folder, then where the environment and the options point', async () => {
  const { effective } = parseConfTexts({ 'flink-conf.yaml': `env.yarn.conf.dir: ${join(folder, 'option')}` }, { flinkVersion: '1.20.1' })
  const find = async (variables: Record<string, string>) => (await findYarnSite(folder, effective, variables))?.path ?? null
  const put = async (name: string) => {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'yarn-site.xml'), '<configuration/>')
    return join(folder, name, 'yarn-site.xml')
  }
  expect(await find({})).toBe(null)
  const hadoop = await put('hadoop')
  expect(await find({ HADOOP_CONF_DIR: join(folder, 'hadoop') })).toBe(hadoop)
  const option = await put('option')
  expect(await find({ HADOOP_CONF_DIR: join(folder, 'hadoop') })).toBe(option)
  expect(await find({ YARN_CONF_DIR: join(folder, 'hadoop') })).toBe(hadoop)
  const own = await put('.')
  expect(await find({ YARN_CONF_DIR: join(folder, 'hadoop') })).toBe(own)
})
