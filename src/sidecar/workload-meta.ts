import type { Node } from '../base/tree.ts'
import type { Resource } from '../kube/resource.ts'
import { itemsAt, leafAt, type Texts, wordAt } from './texts.ts'
import { cannotInject, need } from './unclear.ts'

/** The workload that istiod takes a pod to be of. */
export interface WorkloadMeta {
  readonly name: string
  readonly kind: string
  readonly apiVersion: string
}

const jobTime = /^(.+)-\d{8,10}$/s

/**
 * The workload of a pod as istiod finds it, by the pod's owner and by what controllers append to names: pkg/kube/util.go,
 * GetDeployMetaFromPod, Istio 1.30.3.
 */
export function workloadMeta(owner: Resource, pod: Node, labels: Texts): WorkloadMeta {
  const { kind, apiVersion } = owner
  const name = need(owner.name)
  const itself = { name, kind, apiVersion }
  switch (owner.kindName) {
    case 'Pod':
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'CronJob':
      return itself
    case 'Job': {
      const base = jobTime.exec(name)?.[1]
      return base === undefined ? itself : { ...itself, name: base, kind: 'CronJob' }
    }
    case 'ReplicaSet': {
      const hash = labels.get('pod-template-hash')
      if (!hash || !name.endsWith(hash)) return itself
      return { ...itself, name: name.slice(0, -hash.length).replace(/-$/, ''), kind: 'Deployment' }
    }
    case 'ReplicationController': {
      const config = labels.get('deploymentconfig')
      return config ? { ...itself, name: config, kind: 'DeploymentConfig' } : itself
    }
    default:
      return controllerOf(pod, labels) ?? deploymentConfig(owner, name)
  }
}

/** The controller that the pod itself names. */
function controllerOf(pod: Node, labels: Texts): WorkloadMeta | undefined {
  const own = itemsAt(pod, 'metadata', 'ownerReferences').find((one) => leafAt(one, 'controller') === true)
  if (!own) return undefined
  const kind = wordAt(own, 'kind')
  const config = kind === 'ReplicationController' ? labels.get('deploymentconfig') : undefined
  const apiVersion = wordAt(own, 'apiVersion')
  return config
    ? { name: config, kind: 'DeploymentConfig', apiVersion }
    : { name: wordAt(own, 'name'), kind, apiVersion }
}

/** OpenShift makes ReplicationControllers of these, whose pods istiod takes to be theirs by a label. */
function deploymentConfig({ kind, apiVersion }: Resource, name: string): WorkloadMeta {
  if (kind === 'DeploymentConfig' && /^(apps\.openshift\.io\/)?v1$/.test(apiVersion))
    return { name, kind, apiVersion: 'v1' }
  throw cannotInject(
    `which object the controller of ${kind} "${name}" makes its pods by`,
    'nothing to do: its controller is not known',
  )
}
