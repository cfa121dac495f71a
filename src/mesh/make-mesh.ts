import type { AdmittedPod } from '../injection/admitted-pod.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type Configuration, configurationByPod } from './configuration.ts'
import { hasPort, needsPort, portsOf } from './host-ports.ts'
import { makeHostRegistry } from './host-registry.ts'
import type { Mesh } from './mesh.ts'
import { makeNearestHosts } from './nearest-hosts.ts'
import { makePodIndex } from './pod-index.ts'
import { isHeadless, isSelectorless, makeServicePods } from './service-pods.ts'
import { makeServicesOf } from './services-of-pods.ts'
import { statefulPodNamed, statefulPodOf } from './stateful-pods.ts'
import { makeSubsets } from './subsets.ts'

/** The service registry of one unit. Answers are worked out when asked for, and kept. */
export function makeMesh(snapshot: Snapshot, admitted: readonly AdmittedPod[]): Mesh {
  const pods = makePodIndex(admitted)
  const hosts = makeHostRegistry(snapshot)
  const services = makeServicePods(snapshot, pods)
  let configuration: Configuration | undefined
  return {
    ...services,
    ...makeSubsets(snapshot, hosts),
    isSelectorless,
    isHeadless,
    hasPort,
    needsPort,
    portsOf,
    resolve: hosts.resolve,
    hiddenFrom: hosts.hiddenFrom,
    meantBy: hosts.meantBy,
    fullHost: (host, namespace) => hosts.place(host, namespace).fqdn,
    servicesOf: makeServicesOf(snapshot, pods),
    nearestHosts: makeNearestHosts(snapshot, hosts),
    statefulPodOf: (host, namespace) => statefulPodOf(snapshot, pods, host, namespace),
    statefulPodNamed: (name, namespace) => statefulPodNamed(snapshot, pods, name, namespace),
    configurationOf: (pod) => {
      configuration ??= configurationByPod({ snapshot, pods, services, hosts })
      return [...(configuration.get(pod) ?? [])]
    },
  }
}
