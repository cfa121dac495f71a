import {
  type AdmittedPod,
  isKnown,
  type Kinds,
  type Maybe,
  type Mesh,
  type Resource,
  type Snapshot,
} from '../../src/rule/index.ts'
import { targetPort } from './configured-ports.ts'
import { type TlsMode, tlsMode } from './mutual-tls.ts'

type Service = Resource<Kinds['Service']>
type Policies = Pick<Snapshot<'PeerAuthentication'>, 'all' | 'complete'>

/**
 * The mode of the pods behind a port of a Service, where every one of them certainly has a sidecar that takes mutual TLS
 * only: then plain text is refused, whichever of them is asked.
 */
export function strictBehind(service: Service, port: number, mesh: Mesh, snapshot: Policies): TlsMode | undefined {
  const pods = mesh.podsOf(service)
  if (!pods.known || pods.value.length === 0) return undefined
  const modes = pods.value.map((pod) => strictOn(service, port, pod, snapshot))
  return modes.every((mode) => mode !== undefined) ? modes[0] : undefined
}

function strictOn(service: Service, port: number, pod: AdmittedPod, snapshot: Policies): TlsMode | undefined {
  const number: Maybe<number> = { known: true, value: port }
  const target = pod.verdict === 'injected' ? targetPort(service, number, pod) : undefined
  const mode = target === undefined ? undefined : tlsMode(pod, target, snapshot)
  const isExempt = pod.pods.first.annotations.known.has('traffic.sidecar.istio.io/excludeInboundPorts')
  return mode?.known && mode.value.mode === 'STRICT' && !isExempt ? mode.value : undefined
}

/** The Service that a host of a command means, as DNS finds it from a pod: by its name alone in the pod's namespace. */
export function serviceCalled(host: string, pod: AdmittedPod, mesh: Mesh): Service | undefined {
  const { namespace } = pod.owner
  if (!namespace) return undefined
  const target = mesh.resolve(host, namespace)
  const found = target.known && target.value ? target.value : mesh.meantBy(host, namespace)
  return found?.services.find((one) => one.name.known && isKnown(one.exists, true))
}
