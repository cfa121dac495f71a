import type { Machine, Thrown } from './machine.ts'
import { getOf, keyOf } from './objects.ts'
import { Unknown } from './unknown.ts'
import { Obj } from './values.ts'

/** The message of something that the program throws. */
export function stringFor(machine: Machine, error: Thrown): string {
  const { value } = error
  if (!(value instanceof Obj)) return String(keyOf(value) ?? 'something unknown')
  const message = getOf(machine, value, 'message')
  return message instanceof Unknown ? message.text : String(keyOf(message) ?? 'something unknown')
}
