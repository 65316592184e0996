/** Hebrew, Arabic, Syriac, Thaana, N’Ko and their presentation forms. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/**
 * A foreign name as a part of a sentence. One that is written from right to left would reorder its neighbours, so it is put between the
 * isolates of Unicode (UAX 9: FSI and PDI); every other name stays as it is. In markup, `<bdi>` does the same.
 */
export function toIsolated(name: string): string {
  return rightToLeft.test(name) ? `\u2068${name}\u2069` : name
}
