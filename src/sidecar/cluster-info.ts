import { type Node, nodeAt, withEntries } from '../base/tree.ts'
import { jsonNode, withItems } from './json.ts'
import { mapProxy } from './proxy-of.ts'
import { chartText, type TemplateInput } from './template-input.ts'
import { itemsAt, wordAt } from './texts.ts'

const networkLabel = 'topology.istio.io/network'

/** The words of an injection URL, `/inject/cluster/east/net/one`, that stand for variables of the proxy. */
const urlWords: Readonly<Record<string, string>> = { cluster: 'ISTIO_META_CLUSTER_ID', net: 'ISTIO_META_NETWORK' }

/** What the path of the webhook says to the proxy: parseInjectEnvs, pkg/kube/inject/webhook.go, Istio 1.30.3. */
export function urlVariables(path: string): ReadonlyMap<string, string> {
  const words = path.replace(/\/$/, '').split('/').slice(2)
  const found = new Map<string, string>()
  for (let at = 0; at + 1 < words.length; at += 2) {
    const name = words[at] ?? ''
    found.set(urlWords[name] ?? name, (words[at + 1] ?? '').replaceAll('--slash--', '/'))
  }
  return found
}

/** The cluster and the network of the pod: of the chart, the webhook's path, the pod's own label, the last one wins. */
function clusterVariables(input: TemplateInput): ReadonlyMap<string, string> {
  const found = new Map(input.settings.urlVariables)
  const set = (name: string, ...values: readonly (string | undefined)[]): void => {
    const value = values.find(Boolean)
    if (value) found.set(name, value)
  }
  const cluster = 'ISTIO_META_CLUSTER_ID'
  const network = 'ISTIO_META_NETWORK'
  set(cluster, found.get(cluster), chartText(input, 'global.multiCluster.clusterName'))
  set(network, input.labels.get(networkLabel), found.get(network), chartText(input, 'global.network'))
  return found
}

/** overwriteClusterInfo, pkg/kube/inject/inject.go, Istio 1.30.3: such variables come last, by name. */
export function withClusterInfo(pod: Node, input: TemplateInput): Node {
  const variables = clusterVariables(input)
  if (variables.size === 0) return pod
  return mapProxy(pod, (proxy) => {
    const kept = itemsAt(proxy, 'env').filter((one) => !variables.has(wordAt(one, 'name')))
    const names = [...variables.keys()].sort()
    const added = names.map((name) => jsonNode({ name, value: variables.get(name) }, proxy))
    return withEntries(proxy, proxy, { env: withItems(nodeAt(proxy, ['env']), proxy, [...kept, ...added]) })
  })
}

/** The pod's network as a label, where it is known. */
export function withNetworkLabel(pod: Node, input: TemplateInput): Node {
  const network = clusterVariables(input).get('ISTIO_META_NETWORK')
  if (network === undefined) return pod
  const metadata = nodeAt(pod, ['metadata'])
  const labels = withEntries(nodeAt(pod, ['metadata', 'labels']), pod, { [networkLabel]: jsonNode(network, pod) })
  return withEntries(pod, pod, { metadata: withEntries(metadata, pod, { labels }) })
}
