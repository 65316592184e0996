import fc from 'fast-check'

/** Any UTF-16 text, lone surrogates and control characters included; much of it ASCII. */
export function anyText(maxLength = 200): fc.Arbitrary<string> {
  const unit = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff }))
  return fc.array(unit, { maxLength }).map((units) => String.fromCharCode(...units))
}
