import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toPlainText } from '@/lib/model/plain-text'
import { appendOutput } from './output-tail'

it('The output tail keeps the end, counts the dropped characters and splits no character', () => {
  expect(appendOutput({ output: 'abc', droppedCharacters: 2 }, 'def', 4)).toEqual({ output: 'cdef', droppedCharacters: 4 })
  expect(appendOutput({ output: '', droppedCharacters: 0 }, 'a😀b', 2)).toEqual({ output: 'b', droppedCharacters: 3 })
})

it('Plain text contains no sequences that move the cursor, colour, ring or reverse the writing direction', () => {
  expect(toPlainText('\u001b[2J\u001b[31mred\u001b[0m\u001b]0;title\u0007 \u0008x\r\ny\u202eevil\u0000')).toBe('red x\nyevil')
})

it('The output tail of any text is plain and bounded', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }), (texts) => {
      const tail = texts.reduce((all, text) => appendOutput(all, text, 50), { output: '', droppedCharacters: 0 })
      expect(tail.output.length).toBeLessThanOrEqual(50)
      expect(tail.output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
    }),
  )
})
