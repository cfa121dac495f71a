declare const typeOf: unique symbol

/**
 * What a body's part must look like: one value that gives both the TypeScript type (`Infer`) and the check at run time.
 * Shapes name the fields that meshlint reads; other fields may be there and are not looked at.
 */
export type Shape<T = unknown> = ShapeNode & { readonly [typeOf]?: T }

type ShapeNode =
  | { readonly type: 'string' | 'integer' | 'boolean' | 'intOrString' }
  | { readonly type: 'list'; readonly of: Shape }
  | { readonly type: 'map'; readonly of: Shape }
  | { readonly type: 'object'; readonly fields: Readonly<Record<string, Shape>> }

export type Infer<S> = S extends { readonly [typeOf]?: infer T } ? T : never

export const text: Shape<string> = { type: 'string' }
export const integer: Shape<number> = { type: 'integer' }
export const flag: Shape<boolean> = { type: 'boolean' }
/** Kubernetes' IntOrString: a port by number or by name. */
export const intOrString: Shape<number | string> = { type: 'intOrString' }

export function list<T>(of: Shape<T>): Shape<readonly T[]> {
  return { type: 'list', of }
}

export function map<T>(of: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return { type: 'map', of }
}

export function object<F extends Readonly<Record<string, Shape>>>(
  fields: F,
): Shape<{ readonly [K in keyof F]?: Infer<F[K]> }> {
  return { type: 'object', fields }
}

/** The shape below one step, or undefined where the shape says nothing of it. */
export function shapeBelow(shape: Shape | undefined, step: string | number): Shape | undefined {
  if (shape?.type === 'object') return Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined
  return shape?.type === 'list' || shape?.type === 'map' ? shape.of : undefined
}
