import { Construct } from './constructs.ts'
import { KubeClusterRoleBinding, KubeRoleBinding, KubeServiceAccount } from './k8s.ts'
import { type Loose, mapObject } from './native.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { ImportedResource, Resource } from './plus-resource.ts'
import { Lazy } from './resolve.ts'

/** Service accounts and who has which role (cdk8s-plus-33 2.5.57, lib/service-account.js, lib/role-binding.js). */

class ImportedServiceAccount extends ImportedResource {
  private readonly _namespaceName: string

  constructor(scope: Construct, id: string, name: string, options: Loose) {
    super(scope, id, name, { gvk: KubeServiceAccount.GVK, apiGroup: '', resourceType: 'serviceaccounts' })
    this._namespaceName = options.namespaceName ?? 'default'
  }

  toSubjectConfiguration(): Loose {
    return { kind: this.kind, name: this.name, apiGroup: this.apiGroup, namespace: this._namespaceName }
  }
}

/** A ServiceAccount. */
export class ServiceAccount extends Resource {
  static fromServiceAccountName(
    scope: Construct,
    id: string,
    name: string,
    options: Loose = {},
  ): ImportedServiceAccount {
    return new ImportedServiceAccount(scope, id, name, options)
  }

  readonly resourceType = 'serviceaccounts'
  readonly automountToken: boolean
  private readonly _secrets: Loose

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this._secrets = props.secrets ?? []
    this.automountToken = props.automountToken ?? false
    this.apiObject = new KubeServiceAccount(this, 'Resource', {
      metadata: props.metadata,
      secrets: Lazy.any({
        produce: () => undefinedIfEmpty(this._secrets.map((secret: Loose) => ({ name: secret.name }))),
      }),
      automountServiceAccountToken: this.automountToken,
    })
  }

  addSecret(secret: Loose): void {
    this._secrets.push(secret)
  }

  get secrets(): Loose[] {
    return [...this._secrets]
  }

  toSubjectConfiguration(): Loose {
    const namespace = this.metadata.namespace
    return { kind: this.kind, name: this.name, apiGroup: this.apiGroup, namespace }
  }
}

const rbac = 'rbac.authorization.k8s.io'

/** A user of the cluster. */
export class User extends Construct {
  static fromName(scope: Construct, id: string, name: string): User {
    return new User(scope, id, name)
  }

  readonly apiGroup = rbac
  readonly kind = 'User'
  readonly name: string

  private constructor(scope: Construct, id: string, name: string) {
    super(scope, id)
    this.name = name
  }

  toSubjectConfiguration(): Loose {
    return { kind: this.kind, name: this.name, apiGroup: this.apiGroup }
  }
}

/** A group of users. */
export class Group extends Construct {
  static fromName(scope: Construct, id: string, name: string): Group {
    return new Group(scope, id, name)
  }

  readonly apiGroup = rbac
  readonly kind = 'Group'
  readonly name: string

  private constructor(scope: Construct, id: string, name: string) {
    super(scope, id)
    this.name = name
  }

  toSubjectConfiguration(): Loose {
    return { kind: this.kind, name: this.name, apiGroup: this.apiGroup }
  }
}

function subjectOf(subject: Loose): Loose {
  const { apiGroup, kind, name, namespace } = subject.toSubjectConfiguration()
  return mapObject({ apiGroup: apiGroup === 'core' ? '' : apiGroup, kind, name, namespace }, (value) => value)
}

/** What both kinds of bindings share. */
class Binding extends Resource {
  readonly role: Loose
  private readonly _subjects: Loose[] = []

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id)
    this.role = props.role
  }

  addSubjects(...subjects: Loose[]): void {
    this._subjects.push(...subjects)
  }

  get subjects(): Loose[] {
    return [...this._subjects]
  }

  protected bindingProps(metadata: Loose): Loose {
    return {
      metadata,
      subjects: Lazy.any({ produce: () => this._subjects.map((subject) => subjectOf(subject)) }),
      roleRef: Lazy.any({ produce: () => this.roleRef() }),
    }
  }

  private roleRef(): Loose {
    const { apiGroup, kind, name } = this.role
    return { apiGroup, kind, name }
  }
}

/** Gives a role in one namespace. */
export class RoleBinding extends Binding {
  readonly resourceType = 'rolebindings'

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, props)
    this.apiObject = new KubeRoleBinding(this, 'Resource', this.bindingProps(props.metadata))
  }
}

/** Gives a role in the whole cluster. */
export class ClusterRoleBinding extends Binding {
  readonly resourceType = 'clusterrolebindings'

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, props)
    this.apiObject = new KubeClusterRoleBinding(this, 'Resource', this.bindingProps(props.metadata))
  }
}
