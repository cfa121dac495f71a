import { isKnown, type Loose, sha1 } from './native.ts'

/**
 * The package `constructs` 10 (constructs 10.8.1, lib/construct.js, lib/dependency.js, lib/private/node-addr.js): the tree of
 * constructs, its paths and addresses.
 */

/** The order in which `findAll` lists a tree. */
export const ConstructOrder = Object.freeze({ PREORDER: 0, POSTORDER: 1 })

// Upstream keeps children in a plain object, so these ids seem taken from the start.
const inherited = [
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
]

function sanitizeId(id: string): string {
  return id.replace(/[/\n]/g, '--')
}

/** Whether an object with this key would list it among its numbered ones, which come first. */
function isIndex(id: string): boolean {
  return /^(0|[1-9][0-9]*)$/.test(id) && Number(id) < 4294967295
}

function hasIndexId(construct: Construct): boolean {
  return isKnown(construct.node.id) && isIndex(construct.node.id)
}

function hasId(construct: Construct, id: string): boolean {
  return isKnown(construct.node.id) && construct.node.id === id
}

/** A trait of whatever others may depend on. */
export const Dependable = Object.freeze({
  implement(instance: Loose, trait: { readonly dependencyRoots: Construct[] }): void {
    instance.dependableTrait = trait
  },

  of(instance: Loose): { readonly dependencyRoots: Construct[] } {
    const trait = instance.dependableTrait
    if (!trait) throw new Error(`${instance} does not implement IDependable. Use "Dependable.implement()" to implement`)
    return trait
  },

  get(instance: Loose): { readonly dependencyRoots: Construct[] } {
    return Dependable.of(instance)
  },
})

/** Several dependables as one. */
export class DependencyGroup {
  private readonly members: Loose[] = []

  constructor(...members: Loose[]) {
    this.add(...members)
    const group = this.members
    Dependable.implement(this, {
      get dependencyRoots() {
        return group.flatMap((member) => Dependable.of(member).dependencyRoots)
      },
    })
  }

  add(...members: Loose[]): void {
    this.members.push(...members)
  }
}

/** The place of a construct in its tree. */
export class Node {
  static readonly PATH_SEP = '/'

  static of(construct: Construct): Node {
    return construct.node
  }

  readonly scope: Construct | undefined
  readonly id: string
  readonly path: string
  private readonly host: Construct
  private readonly chain: readonly Construct[]
  // A list and not an object keyed by id: an id that nobody knows loses no construct.
  private list: Construct[] = []
  private context: Record<string, Loose> = {}
  private entries: Loose[] = []
  private awaited: Loose[] = []
  private validations: Loose[] = []
  private chosen: Construct | undefined = undefined
  private isLocked = false

  constructor(host: Construct, scope: Construct | undefined, id: string | undefined) {
    this.id = sanitizeId(id ?? '')
    this.scope = scope
    this.host = host
    if (!scope) {
      this.path = this.id
      this.chain = [host]
      return
    }
    if (isKnown(this.id) && this.id === '') throw new Error('Only root constructs may have an empty ID')
    scope.node.addChild(host, this.id)
    this.path = scope.node.path === '' ? this.id : `${scope.node.path}/${this.id}`
    this.chain = [...scope.node.chain, host]
  }

  get scopes(): Construct[] {
    return [...this.chain]
  }

  get root(): Construct {
    return this.chain[0] ?? this.host
  }

  get addr(): string {
    let text = ''
    for (const { node } of this.chain) if (!isKnown(node.id) || node.id !== 'Default') text = `${text}${node.id}\n`
    return `c8${sha1(text)}`
  }

  get children(): Construct[] {
    const numbered = this.list.filter((child) => hasIndexId(child))
    if (numbered.length === 0) return [...this.list]
    numbered.sort((one, other) => Number(one.node.id) - Number(other.node.id))
    return [...numbered, ...this.list.filter((child) => !hasIndexId(child))]
  }

  tryFindChild(id: string): Construct | undefined {
    const wanted = sanitizeId(id)
    return this.list.find((child) => hasId(child, wanted))
  }

  findChild(id: string): Construct {
    const found = this.tryFindChild(id)
    if (!found) throw new Error(`No child with id: '${id}'`)
    return found
  }

  tryRemoveChild(id: string): boolean {
    const left = this.list.filter((child) => !hasId(child, id))
    const removed = left.length < this.list.length
    this.list = left
    return removed
  }

  get defaultChild(): Construct | undefined {
    if (this.chosen !== undefined) return this.chosen
    const resource = this.tryFindChild('Resource')
    const fallback = this.tryFindChild('Default')
    if (resource && fallback)
      throw new Error(
        `Cannot determine default child for ${this.path}. There is both a child with id "Resource" and id "Default"`,
      )
    return fallback || resource
  }

  set defaultChild(child: Construct | undefined) {
    this.chosen = child
  }

  findAll(order: number = ConstructOrder.PREORDER): Construct[] {
    const found: Construct[] = []
    collect(this.host, order, found)
    return found
  }

  setContext(key: string, value: Loose): void {
    if (this.list.length > 0) {
      const names = this.children.map((child) => child.node.id)
      throw new Error(`Cannot set context after children have been added: ${names.join(',')}`)
    }
    this.context[key] = value
  }

  getContext(key: string): Loose {
    const value = this.tryGetContext(key)
    if (value === undefined) throw new Error(`No context value present for ${key} key`)
    return value
  }

  tryGetContext(key: string): Loose {
    const value = this.context[key]
    return value === undefined && this.scope ? this.scope.node.tryGetContext(key) : value
  }

  getAllContext(defaults?: Loose): Loose {
    let all = { ...defaults }
    for (const { node } of this.chain) all = { ...all, ...node.context }
    return all
  }

  get metadata(): Loose[] {
    return [...this.entries]
  }

  addMetadata(type: string, data: Loose): void {
    if (data !== undefined && data !== null) this.entries.push({ type, data, trace: undefined })
  }

  get locked(): boolean {
    return this.isLocked || this.scope?.node.locked === true
  }

  lock(): void {
    this.isLocked = true
  }

  addDependency(...dependencies: Loose[]): void {
    for (const dependency of dependencies) if (!this.awaited.includes(dependency)) this.awaited.push(dependency)
  }

  removeDependency(...dependencies: Loose[]): void {
    this.awaited = this.awaited.filter((one) => !dependencies.includes(one))
  }

  get dependencies(): Construct[] {
    // What nobody can tell orders nothing: dependencies say in which order objects are written, and no more.
    return this.awaited.filter((one) => isKnown(one)).flatMap((one) => Dependable.of(one).dependencyRoots)
  }

  addValidation(validation: Loose): void {
    this.validations.push(validation)
  }

  validate(): string[] {
    return this.validations.flatMap((validation) => validation.validate())
  }

  with(...mixins: Loose[]): Construct {
    const all = this.findAll()
    for (const mixin of mixins) for (const one of all) if (mixin.supports(one)) mixin.applyTo(one)
    return this.host
  }

  private addChild(child: Construct, id: string): void {
    if (this.locked)
      throw new Error(
        this.path ? `Cannot add children to "${this.path}" during synthesis` : 'Cannot add children during synthesis',
      )
    const isTaken = isKnown(id) && (inherited.includes(id) || this.list.some((other) => hasId(other, id)))
    if (isTaken)
      throw new Error(
        `There is already a Construct with name '${id}' in ${this.host.constructor.name}${this.id ? ` [${this.id}]` : ''}`,
      )
    this.list.push(child)
  }
}

function collect(construct: Construct, order: number, found: Construct[]): void {
  if (order === ConstructOrder.PREORDER) found.push(construct)
  for (const child of construct.node.children) collect(child, order, found)
  if (order === ConstructOrder.POSTORDER) found.push(construct)
}

/** A node of the tree with what it stands for. */
export class Construct {
  static isConstruct(value: Loose): boolean {
    return value instanceof Construct
  }

  readonly node: Node

  constructor(scope: Construct | undefined, id: string | undefined) {
    this.node = new Node(this, scope, id)
    Dependable.implement(this, { dependencyRoots: [this] })
  }

  with(...mixins: Loose[]): Construct {
    return this.node.with(...mixins)
  }

  toString(): string {
    return this.node.path || '<root>'
  }
}

/** A construct without a scope. */
export class RootConstruct extends Construct {
  constructor(id?: string) {
    super(undefined, id ?? '')
  }
}
