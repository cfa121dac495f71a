import type { Resource } from '../kube/resource.ts'
import type { Texts } from './texts.ts'
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
export function workloadMeta(owner: Resource, labels: Texts): WorkloadMeta {
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
      throw cannotInject(
        `which object the controller of ${kind} "${name}" makes its pods by`,
        'nothing to do: its controller is not known',
      )
  }
}
