import { chartOf } from './chart-of.ts'
import { Construct } from './constructs.ts'
import { JsonPatch } from './json-patch.ts'
import { ApiObjectMetadataDefinition } from './metadata.ts'
import { isKnown, type Loose, mapObject, unknownValue } from './native.ts'
import { resolve, sanitize } from './resolve.ts'

/** Kubernetes objects as constructs (cdk8s 2.70.106, lib/api-object.js). */

function groupOf(apiVersion: string): string {
  if (!isKnown(apiVersion)) return unknownValue('an API group', 'write the apiVersion as a literal')
  const parts = apiVersion.split('/')
  if (parts.length === 1) return 'core'
  if (parts.length === 2) return parts[0] ?? ''
  throw new Error(
    `invalid apiVersion ${apiVersion}, expecting GROUP/VERSION. See https://kubernetes.io/docs/reference/using-api/api-overview/#api-groups`,
  )
}

/** Any object, written as its properties say. */
export class ApiObject extends Construct {
  static isApiObject(value: Loose): boolean {
    return value instanceof ApiObject
  }

  /** The object that a construct is, or that it stands for through its default children. */
  static of(construct: Construct): ApiObject {
    if (construct instanceof ApiObject) return construct
    const child = construct.node.defaultChild
    if (!child)
      throw new Error(`cannot find a (direct or indirect) child of type ApiObject for construct ${construct.node.path}`)
    return ApiObject.of(child)
  }

  readonly name: Loose
  readonly apiVersion: Loose
  readonly apiGroup: string
  readonly kind: Loose
  readonly chart: Loose
  readonly metadata: ApiObjectMetadataDefinition
  private readonly props: Loose
  private readonly patches: JsonPatch[]

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id)
    this.props = props
    this.patches = []
    this.chart = chartOf(this)
    this.kind = props.kind
    this.apiVersion = props.apiVersion
    this.apiGroup = groupOf(this.apiVersion)
    this.name = props.metadata?.name ?? this.chart.generateObjectName(this)
    this.metadata = new ApiObjectMetadataDefinition({
      name: this.name,
      ...props.metadata,
      namespace: props.metadata?.namespace ?? this.chart.namespace,
      labels: { ...this.chart.labels, ...props.metadata?.labels },
      apiObject: this,
    })
  }

  addDependency(...dependencies: Construct[]): void {
    this.node.addDependency(...dependencies)
  }

  addJsonPatch(...patches: JsonPatch[]): void {
    this.patches.push(...patches)
  }

  /** The operations of its patches, in order. */
  patchesOf(): Loose[] {
    return this.patches.map((patch) => patch._toJson())
  }

  toJson(): Loose {
    const data = { ...this.props, metadata: this.metadata.toJson() }
    const patched = JsonPatch.apply(sanitize(resolve([], data, this)), ...this.patches)
    const { apiVersion, kind, metadata } = patched
    return { ...mapObject({ apiVersion, kind, metadata }, (value) => value), ...patched }
  }
}
