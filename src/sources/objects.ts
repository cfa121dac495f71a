import { type Node, nodeAt, textAt } from '../base/tree.ts'
import { groupOf, kindNameOf } from '../istio/known-kinds.ts'

/** One object as it stands in a document, perhaps inside a List. */
export interface FoundObject {
  readonly root: Node
  readonly apiVersion: string
  readonly kind: string
}

/** The objects of a document: itself, or the items of a List, of its Lists too. Empty when it holds none. */
export function objectsOf(root: Node): FoundObject[] {
  const found: FoundObject[] = []
  const open: FoundObject[] = []
  const object = objectOf(root)
  if (object) open.push(object)
  for (let next = open.pop(); next; next = open.pop()) {
    const items = itemsOf(next)
    if (!items) found.push(next)
    else for (const item of items.reverse()) open.push(item)
  }
  return found
}

/** An object says what it is; in a list of one kind (`ServiceList`) its items need not. */
function objectOf(root: Node, list?: FoundObject): FoundObject | undefined {
  if (root.type !== 'map') return undefined
  const apiVersion = textAt(root, 'apiVersion')
  const kind = textAt(root, 'kind')
  if (apiVersion && kind) return { root, apiVersion, kind }
  // apimachinery v0.35.4, pkg/apis/meta/v1/unstructured/helpers.go, decodeToList
  const itemKind = list?.kind.slice(0, -'List'.length)
  return list && itemKind && !apiVersion && !kind ? { root, apiVersion: list.apiVersion, kind: itemKind } : undefined
}

function itemsOf(object: FoundObject): FoundObject[] | undefined {
  if (!object.kind.endsWith('List')) return undefined
  const items = nodeAt(object.root, ['items'])
  if (items?.type === 'scalar' && items.value === null) return []
  if (items?.type !== 'list') return object.kind === 'List' ? [] : undefined
  return items.items.flatMap((item) => objectOf(item, object) ?? [])
}

/** Groups of files that look like objects and are read by a tool beside the manifests, never by the API server. */
const toolGroups: ReadonlyMap<string, string> = new Map([
  ['kustomize.config.k8s.io', 'kustomize'],
  ['builtin', 'kustomize'],
  ['kind.x-k8s.io', 'kind'],
  ['k3d.io', 'k3d'],
  ['skaffold', 'Skaffold'],
  ['kpt.dev', 'kpt'],
  ['ctlptl.dev', 'ctlptl'],
  ['kubeadm.k8s.io', 'kubeadm'],
  ['kubelet.config.k8s.io', 'the kubelet'],
  ['kubeproxy.config.k8s.io', 'kube-proxy'],
  ['kubescheduler.config.k8s.io', 'the scheduler'],
  ['apiserver.config.k8s.io', 'the API server'],
  ['apiserver.k8s.io', 'the API server'],
  ['audit.k8s.io', 'the API server'],
  ['client.authentication.k8s.io', 'kubectl'],
  ['backstage.io', 'Backstage'],
])

/** Why an object is not one that is applied to a cluster; undefined when it is. */
export function whyNoResource({ root, apiVersion, kind }: FoundObject): string | undefined {
  const group = apiVersion === 'builtin' ? apiVersion : groupOf(apiVersion)
  const tool = apiVersion === 'v1' && kind === 'Config' ? 'kubectl' : toolGroups.get(group)
  if (tool) return `${kind} of ${group || apiVersion} is a file of ${tool}, no object`
  const annotations = nodeAt(root, ['metadata', 'annotations'])
  if (annotations && textAt(annotations, 'config.kubernetes.io/function') !== undefined) return `${kind} is a function`
  if (annotations && textAt(annotations, 'config.kubernetes.io/local-config') === 'true')
    return `${kind} is local config`
  if (kindNameOf(apiVersion, kind) || hasName(root)) return undefined
  return `${kind} of ${apiVersion} has no metadata.name`
}

function hasName(root: Node): boolean {
  const metadata = nodeAt(root, ['metadata'])
  if (metadata?.type === 'hole' || (metadata?.type === 'map' && metadata.open)) return true
  const isThere = (key: string) => {
    const name = nodeAt(root, ['metadata', key])
    return name !== undefined && !(name.type === 'scalar' && name.value === null)
  }
  return isThere('name') || isThere('generateName')
}
