import type { ApiObject } from './api-object.ts'
import { Construct } from './constructs.ts'
import type { Loose } from './native.ts'
import { address } from './plus-empty.ts'

/** What every resource of cdk8s-plus has (cdk8s-plus-33 2.5.57, lib/base.js). */

/** Roles are resources themselves: they announce here how to make one. */
export const roleMaker: { make: (scope: Construct, id: string, props: Loose) => Loose } = { make: () => undefined }

/** Grants rights on a resource, by a role and a binding. */
export class ResourcePermissions {
  protected readonly instance: Resource

  constructor(instance: Resource) {
    this.instance = instance
  }

  grantRead(...subjects: Construct[]): Loose {
    const role = this.roleFor(subjects)
    role.allowRead(this.instance)
    return role.bind(...subjects)
  }

  grantReadWrite(...subjects: Construct[]): Loose {
    const role = this.roleFor(subjects)
    role.allowReadWrite(this.instance)
    return role.bind(...subjects)
  }

  private roleFor(subjects: Construct[]): Loose {
    const metadata = { namespace: this.instance.metadata.namespace }
    return roleMaker.make(this.instance, `Role${address(...subjects)}`, { metadata })
  }
}

/** A construct that stands for one object, its child `Resource`. */
export class Resource extends Construct {
  readonly permissions: ResourcePermissions
  protected apiObject: ApiObject | Loose

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.permissions = new ResourcePermissions(this)
  }

  get metadata(): Loose {
    return this.apiObject.metadata
  }

  get name(): string {
    return this.apiObject.name
  }

  get apiVersion(): string {
    return this.apiObject.apiVersion
  }

  get apiGroup(): string {
    return this.apiObject.apiGroup
  }

  get kind(): string {
    return this.apiObject.kind
  }

  get resourceName(): string {
    return this.name
  }

  asApiResource(): Loose {
    return this
  }

  asNonApiResource(): string | undefined {
    return undefined
  }
}

/** A resource that another program makes: a name, no object. */
export class ImportedResource extends Construct {
  readonly name: string
  readonly apiVersion: string
  readonly apiGroup: string
  readonly kind: string
  readonly resourceType: string

  constructor(scope: Construct, id: string, name: string, type: Loose) {
    super(scope, id)
    this.name = name
    this.apiVersion = type.gvk.apiVersion
    this.kind = type.gvk.kind
    this.apiGroup = type.apiGroup
    this.resourceType = type.resourceType
  }

  get resourceName(): string {
    return this.name
  }
}
