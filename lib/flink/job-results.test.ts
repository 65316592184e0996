import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findJobResultName, parseJobResult } from './job-results'

const jobId = '801d974df0102d0b6941dafd08bf22b9'
const text = (parts: object) =>
  JSON.stringify({
    result: { id: jobId, 'application-status': 'SUCCEEDED', 'accumulator-results': {}, 'net-runtime': 1234, ...parts },
    version: 1,
  })

describe('a job result', () => {
  it.each(['SUCCEEDED', 'FAILED', 'CANCELED', 'UNKNOWN'])('A job result has the status %s', (status) => {
    expect(parseJobResult(`${jobId}.json`, text({ 'application-status': status }))).toEqual({
      jobId,
      dirty: false,
      status,
      netRuntimeMs: 1234,
      problem: null,
    })
  })

  it('A job result is dirty until the clean-up is done', () => {
    expect(findJobResultName(`${jobId}_DIRTY.json`)).toEqual({ jobId, dirty: true })
    expect(parseJobResult(`${jobId}_DIRTY.json`, text({}))?.dirty).toBe(true)
  })

  it.each(['', 'x.json', `${jobId}.JSON`, `${jobId}_dirty.json`, `${jobId}.json.tmp`, `../${jobId}.json`])(
    'The file name %j is not that of a job result',
    (name) => {
      expect(parseJobResult(name, text({}))).toBeNull()
    },
  )

  it.each([
    ['', 'not the JSON of a job result'],
    [text({}).slice(0, -5), 'not the JSON of a job result'],
    ['[]', 'not the JSON of a job result'],
    ['{"result":[]}', 'not the JSON of a job result'],
    [text({ id: '0'.repeat(32) }), 'names another job than its file name'],
    [text({ 'application-status': 'FINE' }), 'no application status that Flink knows'],
    ['x'.repeat(2_000_000), '2000000 characters'],
  ])('A broken job result has a problem', (content, problem) => {
    expect(parseJobResult(`${jobId}.json`, content)).toMatchObject({ jobId, status: null, problem })
  })

  it('A job result without a sensible runtime has a null runtime', () => {
    expect(parseJobResult(`${jobId}.json`, text({ 'net-runtime': -1 }))).toMatchObject({ status: 'SUCCEEDED', netRuntimeMs: null })
  })

  it('A job result of any JSON is parsed without an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((json) => `{"result":${json}}`),
        ),
        (content) => {
          expect(parseJobResult(`${jobId}.json`, content)?.jobId).toBe(jobId)
        },
      ),
    )
  })
})
