import type { Loose } from './native.ts'
import { resolve, sanitize } from './resolve.ts'

/** The metadata of an object, which programs may still add to (cdk8s 2.70.106, lib/metadata.js). */
export class ApiObjectMetadataDefinition {
  readonly name: Loose
  readonly namespace: Loose
  private readonly labels: Record<string, Loose>
  private readonly annotations: Record<string, Loose>
  private readonly finalizers: Loose[]
  private readonly ownerReferences: Loose[]
  private readonly apiObject: Loose
  private readonly additional: Record<string, Loose>

  constructor(options: Loose) {
    const { apiObject, ...additional } = options
    this.name = options.name
    this.namespace = options.namespace
    this.labels = { ...(options.labels ?? {}) }
    this.annotations = { ...(options.annotations ?? {}) }
    this.finalizers = options.finalizers ? [...options.finalizers] : []
    this.ownerReferences = options.ownerReferences ? [...options.ownerReferences] : []
    this.apiObject = apiObject
    this.additional = additional
  }

  addLabel(key: string, value: Loose): void {
    this.labels[key] = value
  }

  getLabel(key: string): Loose {
    return this.labels[key]
  }

  addAnnotation(key: string, value: Loose): void {
    this.annotations[key] = value
  }

  addFinalizers(...finalizers: Loose[]): void {
    this.finalizers.push(...finalizers)
  }

  addOwnerReference(owner: Loose): void {
    this.ownerReferences.push(owner)
  }

  add(key: string, value: Loose): void {
    this.additional[key] = value
  }

  toJson(): Loose {
    const all = {
      ...this.additional,
      name: this.name,
      namespace: this.namespace,
      annotations: this.annotations,
      finalizers: this.finalizers,
      ownerReferences: this.ownerReferences,
      labels: this.labels,
    }
    return sanitize(resolve([], all, this.apiObject), true)
  }
}
