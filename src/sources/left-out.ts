import { groupOf } from '../istio/known-kinds.ts'
import { topLines } from './manifest-text.ts'

/**
 * Built-in kinds that no rule, selector or setting reads, by group and kind. Only what fills real repositories stands
 * here; workloads, what belongs to them, webhooks and every custom resource are always read.
 */
const unreadKinds: ReadonlySet<string> = new Set([
  'apiextensions.k8s.io/CustomResourceDefinition',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'apiregistration.k8s.io/APIService',
  'networking.k8s.io/NetworkPolicy',
  'storage.k8s.io/StorageClass',
])

/** Whether nothing would be done with a document, seen by its raw text. */
export function mayLeaveOut(document: string): boolean {
  const top = topLines(document)
  return top !== undefined && unreadKinds.has(`${groupOf(top.apiVersion)}/${top.kind}`)
}

/** The kind that a CustomResourceDefinition defines outside namespaces, as `group/kind`, seen by its raw text. */
export function clusterScopedKindIn(definition: string): string | undefined {
  if (topLines(definition)?.kind !== 'CustomResourceDefinition') return undefined
  if (!/^ +["']?scope["']?: *["']?Cluster["']?\s*$/m.test(definition)) return undefined
  const group = /^ +group: *["']?([\w.-]+)/m.exec(definition)?.[1]
  const names = /^( +)names:.*$/m.exec(definition)
  const rest = names ? definition.slice(names.index) : ''
  const kind = /^ +kind: *["']?(\w+)/m.exec(rest)?.[1]
  return group && kind ? `${group}/${kind}` : undefined
}
