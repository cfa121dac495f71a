import { type Node, nodeAt, withEntries } from '../base/tree.ts'
import { isMap, type Json, jsonAt, jsonNode, printed, withItems } from './json.ts'
import { withAnnotations } from './prometheus-merge.ts'
import { injectedNames } from './reapply-containers.ts'
import type { SidecarSettings } from './sidecar-settings.ts'
import { textsOf, wordAt } from './texts.ts'
import { cannotInject } from './unclear.ts'

const statusKey = 'sidecar.istio.io/status'
const overridesKey = 'proxy.istio.io/overrides'
const kinds = ['containers', 'initContainers'] as const

/**
 * The pod as templates see it: without what an earlier call injected, but with the containers that it remembered
 * (stripPod and reinsertOverrides, pkg/kube/inject/inject.go and webhook.go, Istio 1.30.3).
 */
export function strippedPod(pod: Node, settings: SidecarSettings): Node {
  const annotations = textsOf(pod, 'annotations')
  const status = annotations.get(statusKey)
  const remembered = parsed(annotations.get(overridesKey))
  if (status === undefined && remembered === undefined) return pod
  const injected = injectedNames(status)
  const spec = nodeAt(pod, ['spec'])
  const changes: Record<string, Node> = {}
  for (const kind of kinds) {
    const list = spec && nodeAt(spec, [kind])
    const kept = (list?.type === 'list' ? list.items : []).filter(
      (item) => !injected[kind].includes(wordAt(item, 'name')),
    )
    const names = kept.map((item) => wordAt(item, 'name'))
    const added = containersIn(remembered, kind).filter((one) => !names.includes(printed(jsonAt(one, 'name'))))
    changes[kind] = withItems(list, pod, [...kept, ...added.map((one) => jsonNode(one, pod))])
  }
  const stripped = withEntries(pod, pod, { spec: withEntries(spec, pod, changes) })
  return status === undefined ? stripped : withAnnotations(stripped, dropped(annotations.keys(), pod, settings))
}

function dropped(keys: readonly string[], pod: Node, settings: SidecarSettings): Readonly<Record<string, undefined>> {
  const sanitized = (key: string): string => key.replace(/[^a-zA-Z0-9_]/g, '_')
  const port = keys.find((key) => sanitized(key) === 'prometheus_io_port')
  const isOurs =
    port !== undefined && textsOf(pod, 'annotations').get(port) === printed(settings.proxyConfig.statusPort)
  const gone = isOurs ? keys.filter((key) => /^prometheus_io_(port|path|scrape)$/.test(sanitized(key))) : []
  return Object.fromEntries([statusKey, ...gone].map((key) => [key, undefined]))
}

function parsed(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined
  try {
    const value: Json = JSON.parse(text)
    if (isMap(value)) return value
  } catch {
    // said below
  }
  throw cannotInject(`what annotation "${overridesKey}" says`, 'write a JSON object with lists of containers')
}

function containersIn(remembered: Json | undefined, kind: string): readonly Json[] {
  const list = jsonAt(remembered, kind)
  return Array.isArray(list) ? list : []
}
