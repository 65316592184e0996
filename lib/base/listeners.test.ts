import { expect, test } from 'vitest'
import { createListeners } from './listeners'

test('Each subscription receives events until it stops, also when one function subscribes twice', () => {
  const heard: string[] = []
  const listeners = createListeners<string>()
  const hear = (event: string) => void heard.push(event)
  const [stopOne, stopOther] = [listeners.add(hear), listeners.add(hear)]
  listeners.emit('first')
  stopOne()
  stopOne()
  listeners.emit('second')
  stopOther()
  listeners.emit('third')
  expect([heard, listeners.size]).toEqual([['first', 'first', 'second'], 0])
})

test('A listener that throws keeps no other from its event, and its error is reported or thrown at the end', () => {
  const [heard, reported]: [string[], unknown[]] = [[], []]
  const broken = new Error('broken')
  for (const listeners of [createListeners<string>((error) => void reported.push(error)), createListeners<string>()]) {
    listeners.add(() => {
      throw broken
    })
    listeners.add((event) => void heard.push(event))
    if (reported.length === 0) listeners.emit('told')
    else expect(() => listeners.emit('told')).toThrow(broken)
  }
  expect([heard, reported]).toEqual([['told', 'told'], [broken]])
})

test('A listener that stops while an event is delivered receives it no more', () => {
  const heard: string[] = []
  const listeners = createListeners<void>()
  const stops = ['one', 'other'].map((name) =>
    listeners.add(() => {
      heard.push(name)
      for (const stop of stops) stop()
    }),
  )
  listeners.emit()
  listeners.emit()
  expect(heard).toEqual(['one'])
})
