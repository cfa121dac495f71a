import type { Kinds, Resource, View } from '../../src/rule/index.ts'

export interface DestinationBody {
  readonly host?: string
  readonly subset?: string
  readonly port?: { readonly number?: number }
}

/** Every destination of a VirtualService: routes of http, tcp and tls, and mirrors. */
export function destinationsOf(virtualService: Resource<Kinds['VirtualService']>): readonly View<DestinationBody>[] {
  const http = virtualService
    .entries('spec', 'http')
    .items.flatMap((route) => [
      ...route.entries('route').items.map((one) => one.view('destination')),
      ...route.entries('mirrors').items.map((one) => one.view('destination')),
      ...(route.entries('mirror').written ? [route.view('mirror')] : []),
    ])
  const opaque = [...virtualService.entries('spec', 'tcp').items, ...virtualService.entries('spec', 'tls').items]
  return [...http, ...opaque.flatMap((route) => route.entries('route').items.map((one) => one.view('destination')))]
}

/** The pods that a StatefulSet makes, for people: `redis-0 to redis-2`. */
export function podRange(names: readonly string[] | undefined): string {
  const [first, ...rest] = names ?? []
  const last = rest.at(-1)
  if (first === undefined) return 'no pod'
  return last === undefined ? `only "${first}"` : `"${first}" to "${last}"`
}

/** ` Did you mean "redis"?`, or nothing. */
export function didYouMean(names: readonly string[]): string {
  const [nearest] = names
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`
}
