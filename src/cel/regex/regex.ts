import { Unsupported } from '../values/value.ts'
import { classTest } from './regex-class.ts'
import { type Assertion, parseRegex, type Regex } from './regex-parse.ts'

type Step =
  | { readonly op: 'class'; readonly test: (character: string) => boolean }
  | { readonly op: 'assert'; readonly what: Assertion }
  /** Two ways on, the better one first. */
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'match' }

export type Program = readonly Step[]

const maxSteps = 200_000
const programs = new Map<string, Program>()

/** A pattern, ready to run; throws a `RegexError` where Go refuses it. */
export function compileRegex(pattern: string): Program {
  const before = programs.get(pattern)
  if (before) return before
  const steps: Step[] = []
  emit(steps, parseRegex(pattern))
  steps.push({ op: 'match' })
  programs.set(pattern, steps)
  return steps
}

function emit(steps: Step[], regex: Regex): void {
  if (steps.length > maxSteps) throw new Unsupported('a very large regular expression')
  switch (regex.op) {
    case 'empty':
      return
    case 'class':
      steps.push({ op: 'class', test: classTest(regex.source, regex.ignoresCase) })
      return
    case 'assert':
      steps.push(regex)
      return
    case 'all':
      for (const part of regex.parts) emit(steps, part)
      return
    case 'any':
      emitAny(steps, regex.parts)
      return
    case 'repeat':
      emitRepeat(steps, regex)
  }
}

function emitAny(steps: Step[], parts: readonly Regex[]): void {
  const jumps: { to: number }[] = []
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    const split = { op: 'split' as const, first: steps.length + 1, second: 0 }
    if (!isLast) steps.push(split)
    emit(steps, part)
    if (isLast) break
    const jump = { op: 'jump' as const, to: 0 }
    steps.push(jump)
    jumps.push(jump)
    split.second = steps.length
  }
  for (const jump of jumps) jump.to = steps.length
}

function emitRepeat(steps: Step[], { part, min, max, isLazy }: Regex & { readonly op: 'repeat' }): void {
  for (let count = 0; count < min; count++) emit(steps, part)
  const splits: { first: number; second: number }[] = []
  const split = (): number => {
    const at = steps.length
    const one = { op: 'split' as const, first: at + 1, second: at + 1 }
    steps.push(one)
    splits.push(one)
    return at
  }
  if (max === Number.POSITIVE_INFINITY) {
    const at = split()
    emit(steps, part)
    steps.push({ op: 'jump', to: at })
  } else
    for (let count = min; count < max; count++) {
      split()
      emit(steps, part)
    }
  for (const one of splits) {
    if (isLazy) one.first = steps.length
    else one.second = steps.length
  }
}

/** Whether a pattern matches somewhere. */
export function regexMatches(program: Program, text: string): boolean {
  return findIn(program, [...text], 0, true) !== undefined
}

/** What matches, from left to right, at most `limit` times: `FindAllString` of Go's regexp. */
export function regexFindAll(program: Program, text: string, limit: number): readonly string[] {
  const characters = [...text]
  const found: string[] = []
  let [at, lastEnd] = [0, -1]
  while (found.length < limit && at <= characters.length) {
    const match = findIn(program, characters, at, false)
    if (!match) break
    const { start, end } = match
    if (end > start || start !== lastEnd) found.push(characters.slice(start, end).join(''))
    lastEnd = end
    at = end > start ? end : end + 1
  }
  return found
}

interface Thread {
  readonly step: number
  readonly start: number
}

/**
 * The leftmost match, of those the one that a backtracking search would find first; all ways at once, character by
 * character, so that the time is at most steps times characters.
 */
function findIn(program: Program, text: readonly string[], from: number, anyWill: boolean): Match | undefined {
  let [threads, found]: [Thread[], Match | undefined] = [[], undefined]
  const seen = new Int32Array(program.length).fill(-1)
  for (let at = from; at <= text.length; at++) {
    const now: Thread[] = []
    for (const { step, start } of threads) addThread(program, now, seen, { step, start }, text, at)
    if (!found) addThread(program, now, seen, { step: 0, start: at }, text, at)
    threads = []
    if (now.length === 0 && found) return found
    const character = text[at]
    for (const { step, start } of now) {
      const one = program[step]
      if (one?.op === 'match') {
        found = { start, end: at }
        if (anyWill) return found
        break
      }
      if (one?.op === 'class' && character !== undefined && one.test(character)) threads.push({ step: step + 1, start })
    }
  }
  return found
}

interface Match {
  readonly start: number
  readonly end: number
}

/** Follows all that needs no character. */
function addThread(
  program: Program,
  threads: Thread[],
  seen: Int32Array,
  thread: Thread,
  text: readonly string[],
  at: number,
): void {
  const open = [thread.step]
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (seen[step] === at) continue
    seen[step] = at
    const one = program[step]
    if (one?.op === 'jump') open.push(one.to)
    else if (one?.op === 'split') open.push(one.second, one.first)
    else if (one?.op === 'assert') {
      if (holds(one.what, text, at)) open.push(step + 1)
    } else threads.push({ step, start: thread.start })
  }
}

function holds(what: Assertion, text: readonly string[], at: number): boolean {
  const isWord = (index: number): boolean => /^\w$/.test(text[index] ?? '')
  switch (what) {
    case 'textStart':
      return at === 0
    case 'textEnd':
      return at === text.length
    case 'lineStart':
      return at === 0 || text[at - 1] === '\n'
    case 'lineEnd':
      return at === text.length || text[at] === '\n'
    case 'word':
      return isWord(at - 1) !== isWord(at)
    case 'notWord':
      return isWord(at - 1) === isWord(at)
  }
}
