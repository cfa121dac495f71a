import { type Gaps, known, type Maybe, unknown } from '../base/maybe.ts'
import { Hidden, isList, isMap, type Json } from './json.ts'

/** Thrown and caught within this folder: what the pod depends on is not known. */
export class Unclear extends Error {
  readonly gaps: Gaps

  constructor(...gaps: Gaps) {
    super(gaps[0].what)
    this.gaps = gaps
  }
}

/** A value without which nothing can be said. */
export function need<T>(maybe: Maybe<T>): T {
  if (!maybe.known) throw new Unclear(...maybe.gaps)
  return maybe.value
}

/** A value that is not hidden as a whole. */
export function shown(value: Json | undefined): Json | undefined {
  if (value instanceof Hidden) throw new Unclear(...value.gaps)
  return value
}

/** A value without anything hidden in it. */
export function allShown(value: Json): Json {
  if (value instanceof Hidden) throw new Unclear(...value.gaps)
  if (isList(value)) value.forEach(allShown)
  else if (isMap(value)) for (const child of Object.values(value)) if (child !== undefined) allShown(child)
  return value
}

/** Why an injector refuses a pod, or makes of it what is not simulated. */
export function cannotInject(what: string, hint: string): Unclear {
  return new Unclear({ what, hint })
}

/** What is made, unless something that it depends on is not known. */
export function perhaps<T>(make: () => T): Maybe<T> {
  try {
    return known(make())
  } catch (error) {
    if (error instanceof Unclear) return unknown(...error.gaps)
    throw error
  }
}

/** A value of the sidecar; hidden where it hangs on what is not known, so that the rest of the pod can be told. */
export function orHidden(make: () => Json): Json {
  const made = perhaps(make)
  return made.known ? made.value : new Hidden(made.gaps)
}
