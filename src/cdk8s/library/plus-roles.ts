import type { Construct } from './constructs.ts'
import { KubeClusterRole, KubeRole } from './k8s.ts'
import { Names } from './names.ts'
import { isEmpty, type Loose } from './native.ts'
import { ClusterRoleBinding, RoleBinding } from './plus-accounts.ts'
import { address } from './plus-empty.ts'
import { generation } from './plus-generation.ts'
import { ImportedResource, Resource, roleMaker } from './plus-resource.ts'
import { Lazy } from './resolve.ts'

/** Roles (cdk8s-plus-33 2.5.57, lib/role.js). */

const rbac = 'rbac.authorization.k8s.io'
const read = ['get', 'list', 'watch']
const write = ['create', 'update', 'patch', 'delete', 'deletecollection']

/** The verbs that both kinds of roles allow in the same way. */
class AnyRole extends Resource {
  protected readonly _rules: { readonly verbs: Loose; readonly targets: Loose[] }[] = []

  allow(verbs: Loose, ...targets: Loose[]): void {
    this._rules.push({ verbs, targets })
  }

  allowCreate(...targets: Loose[]): void {
    this.allow(['create'], ...targets)
  }

  allowGet(...targets: Loose[]): void {
    this.allow(['get'], ...targets)
  }

  allowList(...targets: Loose[]): void {
    this.allow(['list'], ...targets)
  }

  allowWatch(...targets: Loose[]): void {
    this.allow(['watch'], ...targets)
  }

  allowUpdate(...targets: Loose[]): void {
    this.allow(['update'], ...targets)
  }

  allowPatch(...targets: Loose[]): void {
    this.allow(['patch'], ...targets)
  }

  allowDelete(...targets: Loose[]): void {
    this.allow(['delete'], ...targets)
  }

  allowDeleteCollection(...targets: Loose[]): void {
    this.allow(['deletecollection'], ...targets)
  }

  allowRead(...targets: Loose[]): void {
    this.allow([...read], ...targets)
  }

  allowReadWrite(...targets: Loose[]): void {
    this.allow([...read, ...write], ...targets)
  }
}

function groupsOf(resource: Loose): string[] {
  return [resource.apiGroup === 'core' ? '' : resource.apiGroup]
}

/** A role in one namespace. */
export class Role extends AnyRole {
  static fromRoleName(scope: Construct, id: string, name: string): ImportedResource {
    return new ImportedResource(scope, id, name, { gvk: KubeRole.GVK, apiGroup: rbac, resourceType: 'roles' })
  }

  readonly resourceType = 'roles'

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.apiObject = new KubeRole(this, 'Resource', {
      metadata: props.metadata,
      rules: Lazy.any({ produce: () => this.synthesizeRules() }),
    })
    // Before 27 the rules of a role were forgotten.
    const rules = generation.number < 27 ? [] : (props.rules ?? [])
    for (const rule of rules) this.allow(rule.verbs, ...rule.resources)
  }

  get rules(): Loose[] {
    return this._rules.map(({ verbs, targets }) => ({ verbs, resources: targets }))
  }

  bind(...subjects: Construct[]): RoleBinding {
    const binding = new RoleBinding(this, `RoleBinding${address(...subjects)}`, {
      metadata: { namespace: this.metadata.namespace },
      role: this,
    })
    binding.addSubjects(...subjects)
    return binding
  }

  private synthesizeRules(): Loose[] {
    return this._rules.flatMap(({ verbs, targets }) =>
      targets.map((resource) => ({
        verbs,
        apiGroups: groupsOf(resource),
        resourceNames: resource.resourceName ? [resource.resourceName] : undefined,
        resources: resource.resourceType ? [resource.resourceType] : undefined,
      })),
    )
  }
}

roleMaker.make = (scope, id, props) => new Role(scope, id, props)

function clusterRule(verbs: Loose, endpoint: Loose): Loose {
  const resource = endpoint.asApiResource()
  const path = endpoint.asNonApiResource()
  if (resource && path) throw new Error('Endpoint must be either resource or non resource. not both.')
  if (!resource && !path) throw new Error('Endpoint must be either resource or non resource. not neither.')
  if (!resource) return { verbs, nonResourceUrLs: [path] }
  return {
    apiGroups: groupsOf(resource),
    resources: [resource.resourceType],
    resourceNames: resource.resourceName ? [resource.resourceName] : [],
    verbs,
  }
}

/** A role in the whole cluster. */
export class ClusterRole extends AnyRole {
  static fromClusterRoleName(scope: Construct, id: string, name: string): ImportedResource {
    const resourceType = 'clusterroles'
    return new ImportedResource(scope, id, name, { gvk: KubeClusterRole.GVK, apiGroup: rbac, resourceType })
  }

  readonly resourceType = 'clusterroles'
  private readonly _labelSelector: Loose

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this._labelSelector = { ...(props.aggregationLabels ?? {}) }
    this.apiObject = new KubeClusterRole(this, 'Resource', {
      metadata: props.metadata,
      rules: Lazy.any({ produce: () => this.synthesizeRules() }),
      aggregationRule: Lazy.any({ produce: () => this.aggregationRule() }),
    })
    for (const rule of props.rules ?? []) this.allow(rule.verbs, ...rule.endpoints)
  }

  get rules(): Loose[] {
    return this._rules.map(({ verbs, targets }) => ({ verbs, endpoints: targets }))
  }

  aggregate(key: string, value: string): void {
    this._labelSelector[key] = value
  }

  combine(role: ClusterRole): void {
    const key = `cdk8s.cluster-role/aggregate-to-${Names.toLabelValue(this)}`
    role.metadata.addLabel(key, 'true')
    this.aggregate(key, 'true')
  }

  bindInNamespace(namespace: string, ...subjects: Construct[]): RoleBinding {
    const binding = new RoleBinding(this, `RoleBinding-${namespace}`, { metadata: { namespace }, role: this })
    binding.addSubjects(...subjects)
    return binding
  }

  bind(...subjects: Construct[]): ClusterRoleBinding {
    const binding = new ClusterRoleBinding(this, 'ClusterRoleBinding', { role: this })
    binding.addSubjects(...subjects)
    return binding
  }

  private synthesizeRules(): Loose[] {
    return this._rules.flatMap(({ verbs, targets }) => targets.map((endpoint) => clusterRule(verbs, endpoint)))
  }

  private aggregationRule(): Loose {
    return isEmpty(this._labelSelector) ? undefined : { clusterRoleSelectors: [{ matchLabels: this._labelSelector }] }
  }
}
