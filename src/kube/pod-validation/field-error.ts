import type { TreePath } from '../../base/tree.ts'
import { goQuote } from '../go-text.ts'

/**
 * One thing for which the API server refuses an object, in the words of k8s.io/apimachinery v0.35.4
 * pkg/util/validation/field/errors.go.
 */
export interface FieldError {
  /** Where it is in the object. */
  readonly path: TreePath
  /** The same as upstream writes it, where that differs. */
  readonly shown?: string
  /** `Duplicate value: "web"`. */
  readonly message: string
  /** The text that is wrong, where it is one. */
  readonly value?: string
}

/** What is said of what is right: always the same list. */
export const noErrors: readonly FieldError[] = []

/** Lists of errors as one; nearly always all of them are empty, and then nothing is made. */
export function joined(...lists: readonly (readonly FieldError[] | undefined)[]): readonly FieldError[] {
  let found = noErrors
  for (const list of lists) if (list && list.length > 0) found = found.length === 0 ? list : [...found, ...list]
  return found
}

/** The errors of the items of a list, one after the other. */
export function errorsOfEach<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => readonly FieldError[],
): readonly FieldError[] {
  let found = noErrors
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (item !== undefined) found = joined(found, find(item, index))
  }
  return found
}

type Shown = string | number | bigint | boolean

function printed(value: Shown): string {
  return typeof value === 'string' ? goQuote(value) : String(value)
}

/** A field that must be there, or must not be empty. */
export function required(path: TreePath, detail?: string): FieldError {
  return { path, message: detail === undefined ? 'Required value' : `Required value: ${detail}` }
}

/** A value that is wrong, and why. */
export function invalid(path: TreePath, value: Shown, detail: string): FieldError {
  const error = { path, message: `Invalid value: ${printed(value)}: ${detail}` }
  return typeof value === 'string' ? { ...error, value } : error
}

/** A value against which a validator of names may have several objections. */
export function invalidFor(path: TreePath, value: string, details: readonly string[]): readonly FieldError[] {
  return details.map((detail) => invalid(path, value, detail))
}

/** A name of another object; one in capitals, or with a dollar, stands in for what a script fills in. */
export function invalidReference(path: TreePath, value: string, details: readonly string[]): readonly FieldError[] {
  return /^[A-Z][A-Z0-9_]*$|\$/.test(value) ? noErrors : invalidFor(path, value, details)
}

/** A value that is none of those that there are. */
export function unsupported(path: TreePath, value: string, supported: readonly string[]): FieldError {
  const list = supported.map(goQuote).join(', ')
  return { path, message: `Unsupported value: ${goQuote(value)}: supported values: ${list}`, value }
}

/** A field that may not be there, and why. */
export function forbidden(path: TreePath, detail: string): FieldError {
  return { path, message: `Forbidden: ${detail}` }
}

/** A value that must be unique, and is not. */
export function duplicate(path: TreePath, value: string): FieldError {
  return { path, message: `Duplicate value: ${goQuote(value)}`, value }
}

/** A name that nothing has. */
export function notFound(path: TreePath, value: string): FieldError {
  return { path, message: `Not found: ${goQuote(value)}`, value }
}

/** An error at a place that upstream writes otherwise. */
export function shownAt(error: FieldError, path: TreePath): FieldError {
  return { ...error, shown: fieldPath(path) }
}

/** `spec.containers[0].name: Duplicate value: "web"`. */
export function fieldErrorText({ path, shown, message }: FieldError): string {
  return `${shown ?? fieldPath(path)}: ${message}`
}

/** What the API server answers: the errors of one object as kubectl shows them, each once (ErrorList.ToAggregate). */
export function invalidError(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): string {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['']
  const list = [...new Set(errors.map(fieldErrorText))]
  const shown = list.length === 1 ? list[0] : `[${list.join(', ')}]`
  return `${kind}${group && `.${group}`} ${goQuote(name)} is invalid: ${shown}`
}

/** The maps whose keys a path shows in brackets (`Path.Key`). */
const keyed: ReadonlySet<unknown> = new Set(['limits', 'requests'])

/** `spec.containers[0].resources.requests[cpu]`. */
export function fieldPath(path: TreePath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number' || keyed.has(path[index - 1])) return `[${step}]`
      return index > 0 ? `.${step}` : step
    })
    .join('')
}
