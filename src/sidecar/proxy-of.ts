import { type Node, nodeAt, withEntries } from '../base/tree.ts'
import { type Json, jsonNode, withItems } from './json.ts'
import { wordAt } from './texts.ts'

const kinds = ['containers', 'initContainers'] as const

/** A pod with every container changed that is not left as it is. */
export function mapContainers(pod: Node, change: (container: Node) => Node): Node {
  const spec = nodeAt(pod, ['spec'])
  if (!spec) return pod
  const changes: Record<string, Node> = {}
  for (const kind of kinds) {
    const list = nodeAt(spec, [kind])
    if (list?.type === 'list') changes[kind] = withItems(list, list, list.items.map(change))
  }
  return withEntries(pod, pod, { spec: withEntries(spec, pod, changes) })
}

/** A pod with its proxy changed: the first container of that name, else the first such init container. */
export function mapProxy(pod: Node, change: (proxy: Node) => Node): Node {
  const proxy = proxyOf(pod)
  return proxy ? mapContainers(pod, (container) => (container === proxy ? change(container) : container)) : pod
}

/** FindSidecar, pkg/kube/inject/app_probe.go, Istio 1.30.3. */
export function proxyOf(pod: Node): Node | undefined {
  return containerOf(pod, 'containers', 'istio-proxy') ?? containerOf(pod, 'initContainers', 'istio-proxy')
}

export function containerOf(pod: Node, kind: (typeof kinds)[number], name: string): Node | undefined {
  const list = nodeAt(pod, ['spec', kind])
  return list?.type === 'list' ? list.items.find((item) => wordAt(item, 'name') === name) : undefined
}

/** A container with an environment variable more. */
export function withVariable(container: Node, name: string, value: Json): Node {
  const env = nodeAt(container, ['env'])
  const items = env?.type === 'list' ? env.items : []
  const variable = jsonNode({ name, value }, env ?? container)
  return withEntries(container, container, { env: withItems(env, container, [...items, variable]) })
}
