import { type Node, nodeAt, withEntries } from '../base/tree.ts'
import { goJson } from './go-json.ts'
import { isMap, type Json, jsonAt, jsonNode, withItems } from './json.ts'
import { withAnnotations } from './prometheus-merge.ts'
import { containerOf, mapContainers, proxyOf } from './proxy-of.ts'
import type { Merged } from './run-templates.ts'
import { strategicMerge } from './strategic-merge.ts'
import { itemsAt, leafAt, textsOf, wordAt } from './texts.ts'
import { cannotInject } from './unclear.ts'

const overridesKey = 'proxy.istio.io/overrides'
const kinds = ['containers', 'initContainers'] as const
type Kind = (typeof kinds)[number]

/**
 * Containers that the user has and a template too are laid over the result once more, and remembered in an annotation
 * (reapplyOverwrittenContainers, pkg/kube/inject/webhook.go, Istio 1.30.3). `pod` is the one before the call.
 */
export function reapplyContainers(merged: Merged, pod: Node): Node {
  const annotations = textsOf(pod, 'annotations')
  const remembered = parsed(annotations.get(overridesKey))
  const status = annotations.get('sidecar.istio.io/status')
  const injected = injectedNames(status)
  const applied: Record<Kind, Node[]> = { containers: [], initContainers: [] }
  let result = merged.pod
  for (const kind of kinds)
    for (const template of itemsAt(merged.template, 'spec', kind)) {
      const name = wordAt(template, 'name')
      if (injected[kind].includes(name)) continue
      const own = rememberedContainer(remembered, kind, name, pod) ?? ownContainer(pod, kind, name)
      if (!own) continue
      const overlay = wordAt(own, 'image') === 'auto' ? withEntries(own, own, { image: undefined }) : own
      applied[kind].push(overlay)
      const patch = withEntries(undefined, overlay, { [kind]: withItems(undefined, overlay, [overlay]) })
      result = strategicMerge(result, withEntries(undefined, overlay, { spec: patch }))
    }
  const lists = kinds.filter((kind) => applied[kind].length > 0)
  if (status !== undefined || lists.length === 0) return result
  const told = lists.map((kind) => `"${kind}":[${applied[kind].map((one) => goJson(one, kind)).join(',')}]`)
  return withAnnotations(result, { [overridesKey]: `{${told.join(',')}}` })
}

/** A user's own container, found among the init containers too when a template makes it one. */
function ownContainer(pod: Node, kind: Kind, name: string): Node | undefined {
  return containerOf(pod, 'containers', name) ?? (kind === 'initContainers' ? containerOf(pod, kind, name) : undefined)
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

function rememberedContainer(remembered: Json | undefined, kind: Kind, name: string, pod: Node): Node | undefined {
  const list = jsonAt(remembered, kind)
  if (!Array.isArray(list)) return undefined
  const found: Json | undefined = list.find((one: Json) => jsonAt(one, 'name') === name)
  return isMap(found) ? jsonNode({ resources: {}, ...found }, pod) : undefined
}

/** What an earlier call put into the pod, by its status: parseStatus, same file. */
export function injectedNames(status: string | undefined): Readonly<Record<Kind, readonly string[]>> {
  let value: Json | undefined
  try {
    value = status === undefined ? undefined : JSON.parse(status)
  } catch {
    value = undefined
  }
  const names = (kind: Kind): readonly string[] => {
    const list = jsonAt(value, kind)
    return Array.isArray(list) ? list.map(String) : []
  }
  return { containers: names('containers'), initContainers: names('initContainers') }
}

/**
 * A user's proxy that runs as another user changes what the redirection leaves alone: adjustInitContainerUser, same file.
 */
export function adjustUser(pod: Node, before: Node, mode: string): Node {
  const own = proxyOf(before)
  const user = own && leafAt(own, 'securityContext', 'runAsUser')
  const group = own && leafAt(own, 'securityContext', 'runAsGroup')
  if (user === undefined && group === undefined) return pod
  const init =
    containerOf(pod, 'initContainers', 'istio-init') ?? containerOf(pod, 'initContainers', 'istio-validation')
  if (!init) return pod
  const isProxied = mode === 'TPROXY'
  const proxy = proxyOf(pod)
  return mapContainers(pod, (container) => {
    if (container === proxy && isProxied && user !== undefined) return withSecurity(container, { runAsUser: 0 })
    if (container !== init) return container
    const isValidation = wordAt(init, 'name') === 'istio-validation'
    const secured = isValidation && !isProxied ? withSecurity(init, { runAsUser: user, runAsGroup: group }) : init
    return user === undefined || Number(user) === 0 ? secured : withUserArgument(secured, String(user))
  })
}

function withSecurity(container: Node, changes: Readonly<Record<string, Json | undefined>>): Node {
  const set = Object.entries(changes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, jsonNode(value, container)] as const],
  )
  const security = withEntries(nodeAt(container, ['securityContext']), container, Object.fromEntries(set))
  return withEntries(container, container, { securityContext: security })
}

function withUserArgument(container: Node, user: string): Node {
  const list = nodeAt(container, ['args'])
  if (list?.type !== 'list') return container
  const at = list.items.findIndex((item) => item.type === 'scalar' && item.value === '-u')
  if (at < 0) return container
  const args = withItems(list, list, list.items.with(at + 1, jsonNode(user, list)))
  return withEntries(container, container, { args })
}
