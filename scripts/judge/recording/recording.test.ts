import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listenToTruth } from '../testing/truthful-console'
import { storageFolder, witnessWorld } from '../testing/world'
import { readRecording, writeRecording } from './recording'

it('A recording is read as it was written, with repeated values stored once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'us-judge-recording-'))
  try {
    const recording = { storageFolder, thresholdMs: 0, truth: witnessWorld(), hearings: listenToTruth(5) }
    writeRecording(join(folder, 'a.br'), recording)
    const { truth, ...rest } = readRecording(join(folder, 'a.br'))
    expect(rest).toEqual({ storageFolder, thresholdMs: 0, hearings: recording.hearings })
    expect(truth.leadership.stretches).toEqual(recording.truth.leadership.stretches)
    expect([...truth.masters].map(([name, { stretches }]) => [name, stretches])).toEqual(
      [...recording.truth.masters].map(([name, { stretches }]) => [name, stretches]),
    )
    expect(truth.members.size).toBe(3)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
