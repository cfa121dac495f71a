import { type AdmittedPod, isKnown, type Kinds, type Resource, type View } from '../../src/rule/index.ts'

export interface DestinationBody {
  readonly host?: string
  readonly subset?: string
  readonly port?: { readonly number?: number }
}

/** One destination, and how bad it is when nothing answers there: less where no request goes. */
export interface Destination {
  readonly destination: View<DestinationBody>
  readonly severity: 'error' | 'warning'
}

interface RouteBody {
  readonly destination?: DestinationBody
  readonly weight?: number
}

/** Every destination of a VirtualService: routes of http, tcp and tls, and mirrors. */
export function destinationsOf(virtualService: Resource<Kinds['VirtualService']>): readonly Destination[] {
  const http = virtualService
    .entries('spec', 'http')
    .items.flatMap((route) => [
      ...weighted(route.entries('route').items),
      ...route.entries('mirrors').items.map((one) => sure(one.view('destination'))),
      ...(route.entries('mirror').written ? [sure(route.view('mirror'))] : []),
    ])
  const opaque = [...virtualService.entries('spec', 'tcp').items, ...virtualService.entries('spec', 'tls').items]
  return [...http, ...opaque.flatMap((route) => weighted(route.entries('route').items))]
}

function sure(destination: View<DestinationBody>): Destination {
  return { destination, severity: 'error' }
}

/**
 * Beside others, a destination of weight 0 (or of none) gets no request: what it names may come later.
 * Source: Istio 1.30.3, pilot/pkg/networking/core/route/route.go: applyHTTPRouteDestination.
 */
function weighted(routes: readonly View<RouteBody>[]): readonly Destination[] {
  const isIdle = (route: View<RouteBody>): boolean =>
    isKnown(route.get('weight'), 0) || isKnown(route.get('weight'), undefined)
  return routes.map((route) => ({
    destination: route.view('destination'),
    severity: isIdle(route) && routes.some((one) => !isIdle(one)) ? 'warning' : 'error',
  }))
}

/** The pods that a StatefulSet makes, for people: `redis-0 to redis-2`. */
export function podRange({ names, replicas, first, pod }: AdmittedPod['pods']): string {
  if (!names || !replicas.known || replicas.value < 1) return 'no pod'
  if (replicas.value === 1) return `only "${first.shownName}"`
  return `"${first.shownName}" to "${pod(replicas.value - 1).shownName}"`
}

/** ` Did you mean "redis"?`, or nothing. */
export function didYouMean(names: readonly string[]): string {
  const [nearest] = names
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`
}
