import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readSickConfigurations, toDoctorInput } from '@/lib/testing/sick-configurations'
import { applyEdits } from '../apply-edits'
import { fixFiles } from '../fixed-files'
import { runDoctor } from '../run-doctor'

const cases = readSickConfigurations()

interface Slip {
  file: number
  line: number
  column: number
  what: 'cut' | 'double' | 'letter' | 'type'
  letter: string
}

const slip: fc.Arbitrary<Slip> = fc.record({
  file: fc.nat(9),
  line: fc.nat(20),
  column: fc.nat(60),
  what: fc.constantFrom('cut', 'double', 'letter', 'type'),
  letter: fc.constantFrom(' ', ':', '#', '\t', '"', "'", ',', '/', '.', '0', '\r', '\\', '\uFEFF', '\u202E', 'é', '[', '{', '*', '&'),
})

function makeSlip(files: Record<string, string>, { file, line, column, what, letter }: Slip): Record<string, string> {
  const name = Object.keys(files)[file % Object.keys(files).length] ?? ''
  const lines = (files[name] ?? '').split('\n')
  const at = line % lines.length
  const text = lines[at] ?? ''
  const here = column % (text.length + 1)
  if (what === 'cut') lines.splice(at, 1)
  else if (what === 'double') lines.splice(at, 0, text)
  else lines[at] = what === 'letter' ? text.slice(0, here) + text.slice(here + 1) : text.slice(0, here) + letter + text.slice(here)
  return { ...files, [name]: lines.join('\n') }
}

it('Any slip in the files keeps sentences readable, and no fix makes Flink refuse a file', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...cases),
      fc.array(slip, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('1.0.3', '1.14.6', '1.20.1', '2.3.0'),
      (one, slips, flinkVersion) => {
        const about = { ...one, flinkVersion }
        const { 'flink-conf.yaml': flat, ...others } = one.files
        const texts = slips.reduce(
          makeSlip,
          flinkVersion === '2.3.0' && flat !== undefined ? { ...others, 'config.yaml': flat } : one.files,
        )
        const { configuration } = toDoctorInput(about, texts)
        const findings = runDoctor(toDoctorInput(about, texts))
        for (const { sentence, whatToDo, fix } of findings) {
          expect(`${sentence}${whatToDo}`).not.toMatch(/[\p{Cc}\p{Bidi_Control}]|undefined|NaN|\[object/u)
          const fixed = toDoctorInput(about, {
            ...texts,
            ...Object.fromEntries((fix ?? []).map(({ file, edits }) => [file, applyEdits(texts[file] ?? '', edits)])),
          })
          expect(fixed.configuration.effective.refused && !configuration.effective.refused).toBe(false)
        }
        const together = fixFiles(findings, texts).files.map(({ file, after }) => [file, after])
        expect(
          toDoctorInput(about, { ...texts, ...Object.fromEntries(together) }).configuration.effective.refused &&
            !configuration.effective.refused,
        ).toBe(false)
      },
    ),
    { numRuns: 200 },
  )
})
