import type { Node } from '../base/tree.ts'
import { istioVersion } from '../istio/istio-versions.ts'
import { chartValueOf, type SidecarSettings } from './sidecar-settings.ts'
import type { TemplateInput } from './template-input.ts'
import { type Texts, wordAt } from './texts.ts'

const key = 'sidecar.istio.io/nativeSidecar'

/** Whether the template makes the proxy an init container. */
export function isNative(settings: SidecarSettings, pod: Node, annotations: Texts): boolean {
  const { nativeAnnotation } = istioVersion(settings.minor)
  const asked = nativeAnnotation === 'none' ? undefined : annotations.get(key)
  if (nativeAnnotation === 'true') return asked === undefined ? byDefault(settings, pod) : asked === 'true'
  return (asked || String(byDefault(settings, pod))) !== 'false'
}

/** Whether a user's own proxy is moved as well: this part of istiod listens to "true" and "false" alone. */
export function movesToNative({ settings, pod, annotations }: TemplateInput): boolean {
  const asked = istioVersion(settings.minor).nativeAnnotation === 'none' ? undefined : annotations.get(key)
  if (asked === 'true' || asked === 'false') return asked === 'true'
  return byDefault(settings, pod)
}

/**
 * DetectNativeSidecar, pkg/kube/inject/webhook.go, and ENABLE_NATIVE_SIDECARS, pilot/pkg/features/pilot.go, Istio 1.30.3:
 * by the kubelet of the pod's node, or all of them.
 */
function byDefault(settings: SidecarSettings, pod: Node): boolean {
  const { nativeSidecars } = istioVersion(settings.minor)
  const flag = String(chartValueOf(settings, 'pilot', 'env', 'ENABLE_NATIVE_SIDECARS') ?? nativeSidecars)
  if (flag !== 'auto' || nativeSidecars !== 'auto') return flag === 'true'
  const own = settings.kubelets.get(wordAt(pod, 'spec', 'nodeName'))
  return own === undefined ? [...settings.kubelets.values()].every(isNew) : isNew(own)
}

/** Native sidecars are stable since Kubernetes 1.33. */
function isNew(minor: number): boolean {
  return minor >= 33
}
