import type { Maybe } from '../base/maybe.ts'
import type { Node } from '../base/tree.ts'
import { type Resource, unsetNamespace } from '../kube/resource.ts'
import { withClusterInfo, withNetworkLabel } from './cluster-info.ts'
import { effectiveProxyConfig } from './effective-proxy-config.ts'
import { isTrue, type JsonMap, printed } from './json.ts'
import { isNative } from './native-sidecar.ts'
import { orderContainers } from './order-containers.ts'
import { mergePrometheus, withAnnotations } from './prometheus-merge.ts'
import { overlaid, readProxyConfig, readYaml } from './proxy-config.ts'
import { proxyIds } from './proxy-ids.ts'
import { adjustUser, reapplyContainers } from './reapply-containers.ts'
import { rewriteProbes } from './rewrite-probes.ts'
import { runTemplates } from './run-templates.ts'
import { chartValueOf, type SidecarSettings } from './sidecar-settings.ts'
import { statusJson } from './status.ts'
import { strippedPod } from './stripped-pod.ts'
import { interceptionMode, type TemplateInput } from './template-input.ts'
import { textsOf, wordAt } from './texts.ts'
import { perhaps } from './unclear.ts'
import { workloadMeta } from './workload-meta.ts'

/**
 * A pod as istiod hands it back: injectPod, pkg/kube/inject/webhook.go, Istio 1.30.3. The pod that is given has the API
 * server's defaults filled in, as the webhook is handed it. Unknown where anything that the sidecar depends on is.
 */
export function injectedPod(pod: Node, owner: Resource, settings: SidecarSettings): Maybe<Node> {
  return perhaps(() => inject(pod, owner, settings))
}

function inject(pod: Node, owner: Resource, settings: SidecarSettings): Node {
  const input = templateInput(pod, owner, settings)
  const merged = runTemplates(pod, input)
  const mode = interceptionMode(input)
  const reapplied = adjustUser(reapplyContainers(merged, pod), pod, mode)
  const placed = withClusterInfo(reapplied, input)
  const rewritten = rewriteProbes(mergePrometheus(placed, settings), settings)
  const status = statusJson(merged.template, settings.revision)
  const told = withAnnotations(rewritten, { 'sidecar.istio.io/status': status, ...injectedAnnotations(settings) })
  return orderContainers(withNetworkLabel(told, input), holds(input, settings))
}

function templateInput(pod: Node, owner: Resource, settings: SidecarSettings): TemplateInput {
  const stripped = strippedPod(pod, settings)
  const annotations = textsOf(stripped, 'annotations')
  const labels = textsOf(stripped, 'labels')
  const namespace = (): string => wordAt(pod, 'metadata', 'namespace')
  return {
    settings,
    pod: stripped,
    annotations,
    labels,
    namespace,
    proxyConfig: effectiveProxyConfig(
      settings,
      owner.namespace ?? unsetNamespace,
      labels,
      annotations.get('proxy.istio.io/config'),
    ),
    native: isNative(settings, pod, annotations),
    workload: () => workloadMeta(owner, pod, labels),
    ...proxyIds(settings, namespace),
  }
}

/** Whether the proxy comes first: the mesh's own configuration, with the pod's annotation laid over it. */
function holds({ annotations }: TemplateInput, settings: SidecarSettings): boolean {
  const text = annotations.get('proxy.istio.io/config')
  const what = 'annotation "proxy.istio.io/config"'
  const config = overlaid(settings.proxyConfig, text === undefined ? {} : readProxyConfig(readYaml(text, what), what))
  const byValue = chartValueOf(settings, 'global', 'proxy', 'holdApplicationUntilProxyStarts')
  return config.holdApplicationUntilProxyStarts === true || isTrue(byValue)
}

function injectedAnnotations({
  injectedAnnotations: added,
}: {
  readonly injectedAnnotations: JsonMap
}): Record<string, string> {
  return Object.fromEntries(Object.entries(added).map(([key, value]) => [key, printed(value)]))
}
