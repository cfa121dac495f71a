import { createHash } from 'node:crypto'

/**
 * The only door to what the language of these modules cannot do. The interpreter puts functions of the same names in its
 * place, which know unknown values; what stands here serves Node, where the tests compare the modules with the real packages.
 */

/** What a program hands to the libraries, or reads from them: typed by the packages' own declarations, data here. */
export type Loose = ReturnType<typeof JSON.parse>

/** A generated class: what it writes as apiVersion and kind, and the struct of its properties. */
export interface KubernetesClass {
  readonly apiVersion: string
  readonly kind: string
  readonly struct: string
}

/** How one property of a struct is written: under which field, and whether one, a list, or a map of what. */
export interface KubernetesField {
  readonly name: string
  readonly form: 'value' | 'list' | 'map'
  /** The struct of the value or its elements; `union` stands for IntOrString and Quantity, `date` for a Date. */
  readonly struct?: string
}

/** What only the surroundings can do, given by the tests. */
export interface Surroundings {
  registerApp(app: unknown): void
  loadYaml(path: string): Loose[]
  environment(name: string): string | undefined
  kubernetesClass(name: string): KubernetesClass | undefined
  kubernetesStruct(name: string): Readonly<Record<string, KubernetesField>> | undefined
}

let surroundings: Surroundings | undefined

/** Gives the modules their surroundings when they run in Node. */
export function provide(given: Surroundings): void {
  surroundings = given
}

function given(): Surroundings {
  if (!surroundings) throw new Error('the library runs without surroundings')
  return surroundings
}

/** The SHA-1 of a text, in hexadecimal digits; unknown for an unknown text, for the same reason. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

/** The documents of a local YAML file; unknown for anything else. */
export function loadYaml(path: string): Loose[] {
  return given().loadYaml(path)
}

/** An environment variable that switches the libraries themselves. */
export function environment(name: string): string | undefined {
  return given().environment(name)
}

/** The generated class of a name, where there is one. */
export function kubernetesClass(name: string): KubernetesClass | undefined {
  return given().kubernetesClass(name)
}

/** The properties of a generated struct and how each is written. */
export function kubernetesStruct(name: string): Readonly<Record<string, KubernetesField>> | undefined {
  return given().kubernetesStruct(name)
}

/** Tells the interpreter that there is one more app. */
export function registerApp(app: unknown): void {
  given().registerApp(app)
}

/** Tells the interpreter what a rule wants to know of a construct, beside the objects: where, and with what. */
export function remark(_kind: string, _construct: unknown, _value: unknown): void {
  // Node has no use for it.
}

/** A value that nobody can know from the program: says what it is and how a user can state it. */
export function unknownValue(_what: string, _hint: string): Loose {
  return undefined
}

/** Whether a value itself is known: not unknown, not a text with unknown parts, not a choice. */
export function isKnown(_value: unknown): boolean {
  return true
}

/** Whether a value is an object literal or a map of data: no list, no instance, no function, nothing unknown. */
export function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && value.constructor === Object
}

/** Whether a list or plain object is known to have no entries. */
export function isEmpty(value: Loose): boolean {
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
}

/**
 * A new plain object with the same keys in the same order, each renamed by `rename` and left out where that gives
 * undefined, each value changed by `change` and left out where that gives undefined.
 */
export function mapObject(
  object: Loose,
  change: (value: Loose, key: string) => Loose,
  rename: (key: string) => string | undefined = (key) => key,
): Loose {
  const entries: [string, Loose][] = []
  for (const [key, value] of Object.entries(object)) {
    const name = rename(key)
    const changed = name === undefined ? undefined : change(value, key)
    if (name !== undefined && changed !== undefined) entries.push([name, changed])
  }
  return Object.fromEntries(entries)
}
