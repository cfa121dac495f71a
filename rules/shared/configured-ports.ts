import {
  type AdmittedPod,
  isKnown,
  type Kinds,
  type Maybe,
  type Mesh,
  type Resource,
  type Snapshot,
  type SourceLocation,
  showName,
} from '../../src/rule/index.ts'
import { destinationsOf } from './destinations.ts'

type Service = Resource<Kinds['Service']>
type Routing = Pick<Snapshot<'VirtualService' | 'DestinationRule'>, 'all'>

/** A route to a port of a pod, through a Service that selects it. */
export interface RouteToPort {
  /** The port of the pod. */
  readonly port: number
  /** As messages name it: `VirtualService "web"`. */
  readonly route: string
  readonly at: SourceLocation
}

/**
 * The ports of a pod that VirtualServices send to. Left out are those of hosts for which a DestinationRule says how clients
 * speak to them: then somebody has thought of it.
 */
export function routesTo(pod: AdmittedPod, mesh: Mesh, snapshot: Routing): readonly RouteToPort[] {
  const services = mesh.servicesOf(pod)
  if (!services.known || services.value.length === 0) return []
  const own = new Set(services.value)
  return snapshot.all('VirtualService').flatMap((route) =>
    destinationsOf(route).flatMap(({ destination }) => {
      const host = destination.get('host')
      const namespace = route.namespace
      if (!host.known || !host.value || !namespace) return []
      const target = mesh.resolve(host.value, namespace)
      const service = target.known ? target.value?.services.find((one) => own.has(one)) : undefined
      if (!service || isToldOtherwise(service, mesh, snapshot)) return []
      const port = targetPort(service, destination.get('port', 'number'), pod)
      return port === undefined
        ? []
        : [{ port, route: `VirtualService "${showName(route)}"`, at: destination.at(['host']) }]
    }),
  )
}

/** The port of a pod that a port of a Service leads to; without a number the only one there is. */
export function targetPort(service: Service, number: Maybe<number | undefined>, pod: AdmittedPod): number | undefined {
  const { items } = service.entries('spec', 'ports')
  if (!number.known) return undefined
  const chosen = number.value === undefined ? items : items.filter((one) => isKnown(one.get('port'), number.value))
  const [port] = chosen
  if (!port || chosen.length > 1) return undefined
  const target = port.get('targetPort')
  if (!target.known) return undefined
  if (typeof target.value !== 'string') {
    const plain = target.value === undefined ? port.get('port') : target
    return plain.known && typeof plain.value === 'number' ? plain.value : undefined
  }
  const containers = pod.pods.first.body.entries('spec', 'containers').items
  const named = containers
    .flatMap((container) => container.entries('ports').items)
    .find((one) => isKnown(one.get('name'), target.value))
  const found = named?.get('containerPort')
  return found?.known ? found.value : undefined
}

/** Whether a DestinationRule for a Service sets another TLS mode than Istio's, for the host, a port or a subset. */
function isToldOtherwise(service: Service, mesh: Mesh, snapshot: Routing): boolean {
  return snapshot.all('DestinationRule').some((rule) => {
    const host = rule.get('spec', 'host')
    if (!host.known || !host.value || !rule.namespace) return !host.known
    const target = mesh.resolve(host.value, rule.namespace)
    if (target.known && !target.value?.services.includes(service) && !host.value.includes('*')) return false
    const mode = rule.get('spec', 'trafficPolicy', 'tls', 'mode')
    const hasParts =
      !isKnown(rule.has('spec', 'trafficPolicy', 'portLevelSettings'), false) ||
      rule.entries('spec', 'subsets').items.some((subset) => !isKnown(subset.has('trafficPolicy'), false))
    return hasParts || !(isKnown(mode, undefined) || isKnown(mode, 'ISTIO_MUTUAL'))
  })
}
