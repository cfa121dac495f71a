import { allOf, anyOf, type Maybe, no, unknown, yes } from '../base/maybe.ts'
import type { Entries } from '../kube/view.ts'
import type { HostTarget } from './mesh.ts'

/** The ports of one alternative of a target: numbers, some of them perhaps unknown, and perhaps more. */
interface Ports {
  readonly numbers: readonly Maybe<number | undefined>[]
  readonly gaps: Entries<unknown>['gaps']
}

/** The ports of each alternative. A host of several ServiceEntries has the ports of all of them together. */
function alternatives({ services, serviceEntries }: HostTarget): readonly Ports[] {
  const ofServices = services.map((service) => {
    const { items, gaps } = service.entries('spec', 'ports')
    return { numbers: items.map((port) => port.get('port')), gaps }
  })
  const ofEntries = serviceEntries.map((entry) => {
    const { items, gaps } = entry.entries('spec', 'ports')
    return { numbers: items.map((port) => port.get('number')), gaps }
  })
  return [...ofServices, ...ofEntries]
}

/** Whether a target has a port; of several alternatives one suffices. */
export function hasPort(target: HostTarget, port: number): Maybe<boolean> {
  return anyOf(alternatives(target).map((ports) => hasNumber(ports, port)))
}

function hasNumber({ numbers, gaps: [gap, ...rest] }: Ports, port: number): Maybe<boolean> {
  const parts = numbers.map((number) => (number.known ? (number.value === port ? yes : no) : number))
  return anyOf(gap ? [...parts, unknown(gap, ...rest)] : parts)
}

/** Whether every alternative has more than one port, so that a route must say which. */
export function needsPort(target: HostTarget): Maybe<boolean> {
  return allOf(
    alternatives(target).map(({ numbers, gaps: [gap, ...rest] }) => {
      if (numbers.length > 1) return yes
      return gap ? unknown(gap, ...rest) : no
    }),
  )
}

/** Every port number that an alternative is known to have, ascending. */
export function portsOf(target: HostTarget): readonly number[] {
  const numbers = alternatives(target).flatMap((ports) => ports.numbers)
  const found = numbers.flatMap((number) => (number.known && number.value !== undefined ? [number.value] : []))
  return [...new Set(found)].sort((a, b) => a - b)
}
