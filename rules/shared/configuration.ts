import { type AdmittedPod, compareText, type Mesh, type Related, type Resource } from '../../src/rule/index.ts'
import { titleOf } from './injection.ts'

/**
 * Where mesh configuration that names a workload takes effect: in the workload's own sidecar, in the proxies of its
 * clients, or elsewhere (a gateway; TLS that the workload itself ends), where no sidecar is needed.
 */
export type Effect = 'sidecar' | 'clients' | 'elsewhere'

const order: readonly Effect[] = ['sidecar', 'clients', 'elsewhere']

export interface Configuring {
  readonly resource: Resource
  readonly effect: Effect
}

/** The mesh configuration that names a workload, what needs its sidecar most first, then by name: whatever the files are called. */
export function configurationOf(pod: AdmittedPod, mesh: Mesh): readonly Configuring[] {
  const found = mesh.configurationOf(pod).map((resource) => ({ resource, effect: effectOf(resource) }))
  const byName = found.sort((a, b) => compareText(titleOf(a.resource), titleOf(b.resource)))
  return order.flatMap((effect) => byName.filter((one) => one.effect === effect))
}

function effectOf(resource: Resource): Effect {
  switch (resource.kindName) {
    case 'VirtualService':
      return isForGateways(resource) ? 'elsewhere' : 'clients'
    case 'ServiceEntry':
      return 'clients'
    case 'DestinationRule': {
      const mode = resource.raw('spec', 'trafficPolicy', 'tls', 'mode')
      if (!mode.known || mode.value === undefined) return 'clients'
      return mode.value === 'ISTIO_MUTUAL' ? 'sidecar' : 'elsewhere'
    }
    default:
      return 'sidecar'
  }
}

/** Whether a VirtualService is bound to gateways and not to the mesh's sidecars. */
function isForGateways(resource: Resource): boolean {
  for (let index = 0; ; index++) {
    const gateway = resource.raw('spec', 'gateways', index)
    if (!gateway.known || gateway.value === 'mesh') return false
    if (gateway.value === undefined) return index > 0
  }
}

/** The first places of such configuration. */
export function namedBy(configuring: readonly Configuring[]): Related[] {
  return configuring.slice(0, 3).map(({ resource }) => ({
    at: resource.at(['metadata', 'name']),
    message: `${titleOf(resource)} names the workload`,
  }))
}
