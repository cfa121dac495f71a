import { isEmpty, isKnown, isPlainObject, type Loose, mapObject } from './native.ts'

/** Lazy values, resolvers, and what becomes of values at synthesis (cdk8s 2.70.106, lib/resolve.js, lib/_util.js, lib/lazy.js). */

/** A value that is made at synthesis. */
export class Lazy {
  static any(producer: Loose): Loose {
    return new Lazy(producer)
  }

  private readonly producer: Loose

  private constructor(producer: Loose) {
    this.producer = producer
  }

  produce(): Loose {
    return this.producer.produce()
  }
}

/** What a resolver is asked about. */
export class ResolutionContext {
  readonly obj: Loose
  readonly key: readonly string[]
  readonly value: Loose
  replacedValue: Loose
  replaced = false

  constructor(obj: Loose, key: readonly string[], value: Loose) {
    this.obj = obj
    this.key = key
    this.value = value
  }

  replaceValue(value: Loose): void {
    this.replacedValue = value
    this.replaced = true
  }
}

/** Replaces lazy values by what they produce. */
export class LazyResolver {
  resolve(context: ResolutionContext): void {
    if (context.value instanceof Lazy) context.replaceValue(context.value.produce())
  }
}

/** Replaces values that know how to resolve themselves. */
export class ImplicitTokenResolver {
  resolve(context: ResolutionContext): void {
    if (typeof context.value.resolve === 'function') context.replaceValue(context.value.resolve())
  }
}

/** Replaces IntOrString, Quantity and their like by a dictionary, of which the generated classes take the value. */
export class NumberStringUnionResolver {
  resolve(context: ResolutionContext): void {
    if (isPlainObject(context.value)) return
    const type = typeof context.value.value
    if (type === 'number' || type === 'string') context.replaceValue({ value: context.value.value })
  }
}

/** The resolvers that every app has, after its own. */
export function commonResolvers(): Loose[] {
  return [new LazyResolver(), new ImplicitTokenResolver(), new NumberStringUnionResolver()]
}

/** A value with everything in it resolved, as the resolvers of the object's app say. */
export function resolve(key: readonly string[], value: Loose, apiObject: Loose): Loose {
  return resolveWith(apiObject.node.root.resolvers, key, value, apiObject)
}

function resolveWith(resolvers: Loose[], key: readonly string[], value: Loose, apiObject: Loose): Loose {
  if (!isKnown(value) || value === undefined || value === null) return value
  // The common resolvers, which come last, leave scalars alone: most values are scalars.
  if (typeof value !== 'object' && typeof value !== 'function' && resolvers.length === 3) return value
  const context = new ResolutionContext(apiObject, key, value)
  for (const resolver of resolvers) {
    resolver.resolve(context)
    if (context.replaced) return resolveWith(resolvers, key, context.replacedValue, apiObject)
  }
  if (Array.isArray(value))
    return value.map((item, index) => resolveWith(resolvers, [...key, `${index}`], item, apiObject))
  if (isPlainObject(value))
    return mapObject(value, (item, name) => resolveWith(resolvers, [...key, name], item, apiObject))
  return value
}

/** A value as plain data: nothing undefined, nothing that is neither a map, a list nor a scalar. */
export function sanitize(value: Loose, withoutEmpty = false): Loose {
  if (!isKnown(value)) return value
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) {
    if (withoutEmpty && isEmpty(value)) return undefined
    return value.map((item) => sanitize(item, withoutEmpty))
  }
  if (!isPlainObject(value)) throw new Error(`can't render non-simple object of type '${value.constructor.name}'`)
  const clean = mapObject(value, (item) => sanitize(item, withoutEmpty))
  return withoutEmpty && isEmpty(clean) ? undefined : clean
}
