import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { HearingKind, Hearing } from '../said/hearing'
import { Track, type Stretch } from '../timeline/track'
import { createTruth, type Truth } from '../truth/truth'

/** The observations and answers of a run, as a file: repeated bodies are kept once. */
interface RecordingFile {
  storageFolder: string
  thresholdMs: number
  truth: { startedAt: number; masters: [string, Stretch<never>[]][]; members: [string, Stretch<never>[]][] } & Record<
    TrackName,
    Stretch<never>[]
  >
  bodies: unknown[]
  hearings: [kind: HearingKind, asked: number, got: number, body: number][]
}

/** A run that a judge can replay. */
export interface Recording {
  storageFolder: string
  thresholdMs: number
  truth: Truth
  hearings: Hearing[]
}

const trackNames = ['leadership', 'election', 'line', 'work', 'checkpoints', 'files', 'workers'] as const
type TrackName = (typeof trackNames)[number]

export function writeRecording(file: string, { truth, hearings, ...rest }: Recording): void {
  const bodies: unknown[] = []
  const known = new Map<string, number>()
  const numbered = hearings.map(({ kind, asked, got, body }): RecordingFile['hearings'][number] => {
    const text = JSON.stringify(body)
    const index = known.get(text) ?? bodies.push(body) - 1
    known.set(text, index)
    return [kind, asked, got, index]
  })
  const toLists = (tracks: Map<string, Track<unknown>>) => [...tracks].map(([name, { stretches }]) => [name, stretches])
  const kept = {
    ...{ ...rest, bodies, hearings: numbered },
    truth: {
      ...Object.fromEntries(trackNames.map((name) => [name, truth[name].stretches])),
      ...{ startedAt: truth.startedAt, masters: toLists(truth.masters), members: toLists(truth.members) },
    },
  }
  const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 9 }
  writeFileSync(file, brotliCompressSync(JSON.stringify(kept), { params }))
}

export function readRecording(file: string): Recording {
  const {
    truth: recordedTruth,
    bodies,
    hearings,
    ...rest
  } = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as RecordingFile
  const truth = createTruth([], [], recordedTruth.startedAt)
  for (const name of trackNames) truth[name].stretches.push(...recordedTruth[name])
  for (const group of ['masters', 'members'] as const)
    for (const [name, stretches] of recordedTruth[group]) {
      const track = new Track<never>()
      track.stretches.push(...stretches)
      truth[group].set(name, track)
    }
  return { ...rest, truth, hearings: hearings.map(([kind, asked, got, body]) => ({ kind, asked, got, body: bodies[body] })) }
}
