import {
  type AdmittedPod,
  absent,
  type Container,
  isIstioContainer,
  isKnown,
  istioRole,
  type Labels,
  labelPlace,
  labelValue,
  type Severity,
  type SourceLocation,
  type View,
} from '../../src/rule/index.ts'
import { clashSeverity } from './own-containers.ts'

const templatesKey = 'inject.istio.io/templates'

/**
 * How sure a defect is that shows beside a sidecar that captures traffic: none where the pod gets no such sidecar, the
 * severity given where it does, one less where nobody can tell.
 */
export function besideSidecar(pod: AdmittedPod, severity: Severity): Severity | undefined {
  const sure = clashSeverity(pod)
  if (!sure || istioRole(pod.pods.first.body) || !hasSidecarTemplate(pod.pods.first.annotations)) return undefined
  if (sure === 'error') return severity
  return severity === 'error' ? 'warning' : 'info'
}

/** Templates for gateways and for gRPC without a proxy capture nothing. */
function hasSidecarTemplate(annotations: Labels): boolean {
  const asked = labelValue(annotations, templatesKey)
  if (!asked.known || asked.value === undefined) return true
  return asked.value.split(',').some((template) => template.trim() === 'sidecar')
}

/** The user's own init containers that run to their end, each before the next one. */
export function ownInitContainers(pod: AdmittedPod): readonly View<Container>[] {
  return initContainers(pod).filter((container) => isKnown(container.get('restartPolicy'), undefined))
}

/** The user's own native sidecars: init containers that go on running. */
export function ownNativeSidecars(pod: AdmittedPod): readonly View<Container>[] {
  return initContainers(pod).filter((container) => isKnown(container.get('restartPolicy'), 'Always'))
}

function initContainers(pod: AdmittedPod): readonly View<Container>[] {
  const { items } = pod.pods.first.body.entries('spec', 'initContainers')
  return items.filter((container) => !isIstioContainer(container))
}

/** An annotation of the pod with its place; undefined where it is not known to be there. */
export interface Annotation {
  readonly key: string
  readonly value: string
  readonly at: SourceLocation
}

export function annotationOf(pod: AdmittedPod, key: string): Annotation | undefined {
  const { annotations } = pod.pods.first
  const value = labelValue(annotations, key) ?? absent
  if (!value.known || value.value === undefined) return undefined
  return { key, value: value.value, at: labelPlace(annotations, key) ?? pod.owner.at(['metadata', 'name']) }
}
