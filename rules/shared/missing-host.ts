import { type Maybe, type Mesh, type Related, type Severity, type Snapshot, showName } from '../../src/rule/index.ts'
import { didYouMean, podRange } from './destinations.ts'

/** What is wrong with a host, in words of a message table: `missingHostMessages`. */
export interface MissingHost {
  readonly message: 'missing' | 'pod' | 'podBeyond' | 'hidden' | 'shortened'
  readonly data: {
    readonly host: string
    readonly hint: string
    readonly pod: string
    readonly set: string
    readonly pods: string
    readonly full: string
    readonly namespace: string
  }
  readonly related: readonly Related[]
  /** Less than the rule's where the host may still be declared by somebody else. */
  readonly severity?: Severity
}

/** The messages for a host that stands for nothing; `data` of `MissingHost` fills them. */
export const missingHostMessages = {
  missing: 'There is no host "{host}" in the mesh.{hint}',
  pod: 'Host "{host}" names pod "{pod}" of StatefulSet "{set}", and the mesh has hosts for Services, not for single pods.',
  podBeyond: 'Host "{host}" names pod "{pod}", and StatefulSet "{set}" makes {pods}.',
  hidden: 'Host "{host}" is not exported to namespace "{namespace}".',
  shortened: 'Host "{host}" has a dot, so Istio does not complete it: the Service is "{full}".',
} as const

const nothing = { hint: '', pod: '', set: '', pods: '', full: '' }

/** What is wrong with a host that resolves to nothing, or to nothing that is known; undefined when nobody can tell. */
export function missingHost(
  mesh: Mesh,
  host: string,
  namespace: Maybe<string>,
  { complete }: Pick<Snapshot, 'complete'>,
): MissingHost | undefined {
  const target = mesh.resolve(host, namespace)
  if (target.known && target.value) return undefined
  const data = { ...nothing, host, namespace: namespace.known ? namespace.value : '' }
  const pod = mesh.statefulPodOf(host, namespace)
  if (pod) {
    const { owner, pods } = pod.workload
    const related = [{ at: owner.at(['metadata', 'name']), message: 'the StatefulSet' }]
    const message = pod.exists.known && !pod.exists.value ? 'podBeyond' : 'pod'
    return { message, related, data: { ...data, pod: pod.name, set: showName(owner), pods: podRange(pods) } }
  }
  const meant = mesh.meantBy(host, namespace)
  if (meant) {
    const related = meant.services
      .slice(0, 1)
      .map((one) => ({ at: one.at(['metadata', 'name']), message: 'the Service' }))
    const found = { message: 'shortened' as const, related, data: { ...data, full: meant.fqdn } }
    return target.known ? found : { ...found, severity: 'warning' }
  }
  if (!target.known) return undefined
  const [hidden] = mesh.hiddenFrom(host, namespace)
  if (hidden)
    return {
      message: 'hidden',
      data,
      related: [{ at: hidden.at(['metadata', 'name']), message: 'not exported from here' }],
    }
  const hint = didYouMean(mesh.nearestHosts(host, namespace))
  const found = { message: 'missing' as const, related: [], data: { ...data, hint } }
  // Objects without a namespace need not be of one application: only a slip is sure there.
  const isSure = complete || namespace.known || host.includes('.') || hint !== ''
  return isSure ? found : { ...found, severity: 'warning' }
}
