import type { Maybe } from '../base/maybe.ts'
import type { Container, Pod } from '../kube/pod.ts'
import type { View } from '../kube/view.ts'

/**
 * What of a cluster is Istio's own: its proxies, gateways and control plane use the reserved ports and ids by right, and
 * are installed by other means than the manifests around them. In 21,000 pod templates of public repositories every use
 * of a reserved port was one of these. Source: Istio 1.31, manifests/charts and manifests/charts/gateways.
 */

const proxyContainers: ReadonlySet<string> = new Set([
  'istio-proxy',
  'istio-init',
  'istio-validation',
  'enable-core-dump',
  'agentgateway',
])

/** The last part of the images that Istio publishes: `docker.io/istio/proxyv2:1.15.1`. */
const istioImages: ReadonlySet<string> = new Set(['proxyv2', 'pilot', 'ztunnel', 'install-cni', 'agentgateway'])

/** Whether a container is Istio's: one that the injector fills in or replaces, or one that runs an image of Istio's. */
export function isIstioContainer(container: View<Container>): boolean {
  const name = textOf(container.get('name'))
  const image = textOf(container.get('image'))
  if (name !== undefined && proxyContainers.has(name)) return true
  return image !== undefined && (image === 'auto' || istioImages.has(imageName(image)) || isOperatorImage(image))
}

/** The name of an image without registry, tag and digest. */
function imageName(image: string): string {
  return image.replace(/@.*$/, '').replace(/^.*\//, '').replace(/:.*$/, '')
}

function isOperatorImage(image: string): boolean {
  return imageName(image) === 'operator' && /(^|\/)istio(-[\w-]+)?\//.test(image)
}

export type IstioRole = 'gateway' | 'control-plane' | 'node-agent'

const gatewayLabels: ReadonlySet<string> = new Set(['ingressgateway', 'egressgateway', 'eastwestgateway'])

/** What a pod is in Istio itself: a gateway, a part of the control plane, an agent on the node; undefined for everybody else's. */
export function istioRole(pod: View<Pod>): IstioRole | undefined {
  if (!roles.has(pod)) roles.set(pod, readRole(pod))
  return roles.get(pod)
}

/** Many rules ask. */
const roles = new WeakMap<View<Pod>, IstioRole | undefined>()

function readRole(pod: View<Pod>): IstioRole | undefined {
  const containers = pod.entries('spec', 'containers').items
  const images = new Set(containers.map((container) => imageName(textOf(container.get('image')) ?? '')))
  if (images.has('ztunnel') || images.has('install-cni')) return 'node-agent'
  if (images.has('pilot') || label(pod, 'app') === 'istiod' || containers.some(isOperator)) return 'control-plane'
  return isGateway(pod, containers) ? 'gateway' : undefined
}

function isGateway(pod: View<Pod>, containers: readonly View<Container>[]): boolean {
  const templates = textOf(pod.get('metadata', 'annotations', 'inject.istio.io/templates')) ?? ''
  return (
    templates.split(',').some((template) => template.trim() === 'gateway') ||
    gatewayLabels.has(label(pod, 'istio') ?? '') ||
    label(pod, 'gateway.istio.io/managed') !== undefined ||
    (containers.length > 0 && containers.every(isIstioContainer))
  )
}

function isOperator(container: View<Container>): boolean {
  return isOperatorImage(textOf(container.get('image')) ?? '')
}

function label(pod: View<Pod>, key: string): string | undefined {
  return textOf(pod.get('metadata', 'labels', key))
}

function textOf(value: Maybe<string | undefined>): string | undefined {
  return value.known ? value.value : undefined
}

/** Namespaces in which Istio and Kubernetes are installed by other means than manifests. */
const systemNamespaces: ReadonlySet<string> = new Set([
  'istio-system',
  'istio-ingress',
  'istio-egress',
  'istio-operator',
  'istio-gateway',
  'istio-gateways',
  'kube-system',
  'kube-public',
])

const istioServices =
  /^(istio-(ingress|egress|eastwest)gateway|istio-(ingress|egress|gateway)|istiod(-.+)?|(cluster|knative)-local-gateway)$/

/** Whether a Service is one that comes with Istio or Kubernetes: when no manifest shows it, it is unknown, not missing. */
export function isWellKnownService(name: string, namespace: Maybe<string>): boolean {
  if (istioServices.test(name)) return true
  if (!namespace.known) return false
  return systemNamespaces.has(namespace.value) || (namespace.value === 'default' && name === 'kubernetes')
}

/** The labels that the gateways of Istio's charts and profiles have. */
const gatewaySelectors: ReadonlySet<string> = new Set([
  'istio=ingressgateway',
  'istio=egressgateway',
  'istio=eastwestgateway',
  'istio=ingress',
  'istio=egress',
  'istio=ingress-gateway',
  'istio=egress-gateway',
  'app=istio-ingressgateway',
  'app=istio-egressgateway',
  'app=istio-ingress',
  'app=istio-egress',
])

/** Whether a label pair selects a gateway that is installed with Istio: when no manifest shows it, it is unknown, not missing. */
export function isWellKnownGatewayLabel(key: string, value: string): boolean {
  return gatewaySelectors.has(`${key}=${value}`)
}
