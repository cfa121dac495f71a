import { type Gaps, known, type Maybe, type Unknown, unknown, yes } from '../base/maybe.ts'
import type { SourceFile, SourceLocation } from '../base/source-file.ts'
import { type Node, nodeAt, textAt } from '../base/tree.ts'
import { object, type Shape, text } from './shape.ts'
import { NodeView, type View, viewOf } from './view.ts'

const metadataOnly = object({ metadata: object({ name: text, namespace: text }) })

/** One Kubernetes object of whatever kind: what is known of every one. */
export interface AnyResource {
  /** `apps/v1 StatefulSet prod/redis`: what messages, fingerprints and suppressions call it. */
  readonly id: string
  readonly apiVersion: string
  /** The kind as the manifest writes it. */
  readonly kind: string
  /** The name of the kind in this code (`known-kinds.ts`), or `Other` or `CustomWorkload`. */
  readonly kindName: string
  readonly name: Maybe<string>
  /** undefined only for cluster-scoped kinds; `unsetNamespace` where nothing says it. */
  readonly namespace: Maybe<string> | undefined
  readonly exists: Maybe<true>
  /** Why this stands for some number of such objects, where a program makes them in a loop over what nobody knows. */
  readonly repeated?: Gaps | undefined
  /** Where a program makes the object: its own `new`, then those of the constructs around it, innermost first. */
  readonly made: readonly SourceLocation[]
  readonly file: SourceFile
  /** The whole body: for output and for making pods of it, never for deciding. */
  readonly root: Node
  at: View<unknown>['at']
}

/** One Kubernetes object read from a source, every node of it knowing its span in the editable text. */
export interface Resource<Body = unknown> extends AnyResource, View<Body> {
  at: View<Body>['at']
}

/**
 * The namespace of objects for which neither the manifest, `-n`, the config nor kustomization gives one:
 * unknown, but one and the same within a unit. Compare by `sameNamespace`.
 */
export const unsetNamespace: Unknown = unknown({
  what: 'the namespace of objects that are written without one',
  hint: 'say it with -n NAMESPACE, or write metadata.namespace',
})

/** How the unset namespace is shown. */
export const unsetNamespaceName = 'default?'

/** Whether two namespaces are one: unknown where an unset one meets a named one. */
export function sameNamespace(a: Maybe<string>, b: Maybe<string>): Maybe<boolean> {
  if (a === b) return yes
  if (a.known && b.known) return known(a.value === b.value)
  return a.known ? (b.known ? known(false) : b) : a
}

/** A key for maps: equal for namespaces that are certainly equal. */
export function namespaceKey(namespace: Maybe<string> | undefined): string {
  if (!namespace) return ''
  return namespace.known ? namespace.value : namespace === unsetNamespace ? '?' : `?${namespace.gaps[0].what}`
}

/** How a namespace is shown to people. */
export function showNamespace(namespace: Maybe<string>): string {
  return namespace.known ? namespace.value : unsetNamespaceName
}

/** How a name is shown to people: what is written of it, where it is not known. */
export function showName(resource: Pick<Resource, 'name' | 'root'>): string {
  if (resource.name.known) return resource.name.value
  const written = nodeAt(resource.root, ['metadata', 'name'])
  if (written?.type === 'hole' && written.partial) return written.partial
  if (written?.type === 'scalar' && written.value !== null && typeof written.value !== 'string')
    return written.file.text.slice(written.start, written.end)
  return textAt(resource.root, 'metadata', 'name') ?? textAt(resource.root, 'metadata', 'generateName') ?? '?'
}

export interface ResourceParts<Body> {
  readonly root: Node
  readonly shape: Shape<Body> | undefined
  readonly apiVersion: string
  readonly kind: string
  readonly kindName: string
  readonly scope: 'Namespaced' | 'Cluster'
  /** The namespace for objects that are written without one. */
  readonly defaultNamespace?: string | undefined
  /** Certain where left out. */
  readonly exists?: Maybe<true> | undefined
  readonly repeated?: Gaps | undefined
  readonly made?: readonly SourceLocation[] | undefined
}

/** Makes a resource of a body. Its name and namespace are read from the body; a placeholder there makes them unknown. */
export function createResource<Body>(parts: ResourceParts<Body>): Resource<Body> {
  return new WrittenResource(parts) as unknown as Resource<Body>
}

class WrittenResource extends NodeView {
  readonly id: string
  readonly apiVersion: string
  readonly kind: string
  readonly kindName: string
  readonly name: Maybe<string>
  readonly namespace: Maybe<string> | undefined
  readonly exists: Maybe<true>
  readonly repeated: Gaps | undefined
  readonly made: readonly SourceLocation[]
  readonly file: SourceFile
  readonly root: Node

  constructor(parts: ResourceParts<unknown>) {
    super(parts.root, [], parts.root, parts.shape)
    this.root = parts.root
    this.exists = parts.exists ?? known(true)
    this.repeated = parts.repeated
    this.made = parts.made ?? []
    this.file = parts.root.file
    this.apiVersion = parts.apiVersion
    this.kind = parts.kind
    this.kindName = parts.kindName
    this.name = nameOf(parts)
    this.namespace = parts.scope === 'Cluster' ? undefined : namespaceOf(parts)
    const namespace = this.namespace ? `${showNamespace(this.namespace)}/` : ''
    this.id = `${parts.apiVersion} ${parts.kind} ${namespace}${showName(this)}`
  }
}

function nameOf({ root, kind }: ResourceParts<unknown>): Maybe<string> {
  const name = viewOf(root, metadataOnly).get('metadata', 'name')
  if (!name.known || name.value) return name as Maybe<string>
  return unknown({
    what: `the name of a ${kind}`,
    hint: 'write metadata.name',
    at: viewOf(root, undefined).at(['metadata']),
  })
}

function namespaceOf({ root, defaultNamespace }: ResourceParts<unknown>): Maybe<string> {
  const namespace = viewOf(root, metadataOnly).get('metadata', 'namespace')
  if (!namespace.known || namespace.value) return namespace as Maybe<string>
  return defaultNamespace ? known(defaultNamespace) : unsetNamespace
}
