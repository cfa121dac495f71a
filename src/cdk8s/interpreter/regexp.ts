import type { Machine } from './machine.ts'
import { Obj } from './values.ts'

/** What a regular expression holds inside; without `expression` it is not run. */
export interface Pattern {
  readonly source: string
  readonly flags: string
  readonly expression: RegExp | undefined
}

/** Longer texts are not matched: JavaScript's matching may take time that grows faster than the text. */
export const longestMatched = 20_000

/**
 * A repetition within a repetition, or of alternatives, may take exponential time; so may two unbounded ones in a row with
 * a text that fails late. Such patterns are not run on anything.
 */
function isHarmless(source: string): boolean {
  const plain = source.replace(/\\./g, 'e').replace(/\[(?:[^\]])*\]/g, 'c')
  const open: { repeats: boolean; alternatives: boolean }[] = []
  for (let at = 0; at < plain.length; at += 1) {
    const char = plain[at]
    const group = open.at(-1)
    if (char === '(') open.push({ repeats: false, alternatives: false })
    else if (char === '|' && group) group.alternatives = true
    else if (char === ')') {
      open.pop()
      const next = plain.slice(at + 1)
      const isRepeated = /^(?:[*+]|\{\d+,\d*\})/.test(next)
      if (isRepeated && (group?.repeats || group?.alternatives)) return false
      const outer = open.at(-1)
      if (outer && (group?.repeats || isRepeated)) outer.repeats = true
    } else if (/^(?:[*+]|\{\d+,\d*\})/.test(plain.slice(at)) && group) group.repeats = true
  }
  return (plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0) <= 6 && !/\\[1-9]|\(\?<?[!=]/.test(source)
}

/** The regular expression of a pattern and flags. */
export function regexpOf(machine: Machine, source: string, flags: string): Obj {
  const object = machine.register(new Obj(machine.realm.regexpPrototype, 'regexp'))
  object.inner = { source, flags, expression: compiled(machine, source, flags) } satisfies Pattern
  object.props.set('lastIndex', { value: 0, hidden: true })
  object.props.set('source', { value: source, hidden: true })
  object.props.set('flags', { value: flags, hidden: true })
  object.props.set('global', { value: flags.includes('g'), hidden: true })
  return object
}

function compiled(machine: Machine, source: string, flags: string): RegExp | undefined {
  try {
    const expression = new RegExp(source, flags)
    return isHarmless(source) ? expression : undefined
  } catch (error) {
    return machine.fail('SyntaxError', error instanceof Error ? error.message : 'Invalid regular expression')
  }
}

export function patternOf(object: Obj): Pattern | undefined {
  return object.kind === 'regexp' ? (object.inner as Pattern) : undefined
}
