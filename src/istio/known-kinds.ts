import { type Kind, kubeKinds } from '../kube/kinds.ts'
import type { Infer } from '../kube/shape.ts'
import { istioKinds } from './kinds.ts'

/** Every kind that meshlint reads by its fields, Kubernetes' and Istio's. */
export const kinds = { ...kubeKinds, ...istioKinds }

/** The name of a kind in this code: that of the manifest, save where two groups share one (`IstioGateway`). */
export type KindName = keyof typeof kinds

/** The body of each kind, by its name. */
export type Kinds = { readonly [K in KindName]: Infer<(typeof kinds)[K]['shape']> }

const byGroupKind = new Map<string, KindName>()
for (const [name, { group, kind }] of Object.entries(kinds) as [KindName, Kind][])
  if (kind !== '*') byGroupKind.set(`${group}/${kind}`, name)

/** Old groups under which Kubernetes once served kinds that have moved since (Kubernetes 1.16, deprecation guide). */
const formerGroups: ReadonlyMap<string, string> = new Map([
  ['extensions/Deployment', 'apps'],
  ['extensions/DaemonSet', 'apps'],
  ['extensions/ReplicaSet', 'apps'],
])

/** The group of an apiVersion: empty for `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}

/** The name of the kind that an object is of, or undefined when meshlint reads only its metadata. */
export function kindNameOf(apiVersion: string, kind: string): KindName | undefined {
  const group = groupOf(apiVersion)
  return byGroupKind.get(`${formerGroups.get(`${group}/${kind}`) ?? group}/${kind}`)
}
