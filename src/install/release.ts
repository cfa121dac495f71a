import { type Gap, known, type Maybe, unknown } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { locationOf, type Node } from '../base/tree.ts'
import { type AnyResource, showName } from '../kube/resource.ts'
import { partAt } from './merged.ts'

/** One release of Istio's chart that an object of the input stands for, before the chart is rendered. */
export interface Release {
  readonly resource: AnyResource
  /** Whether it is installed at all. */
  readonly exists: Maybe<true>
  /** The values that are laid over those of the chart. */
  readonly values: Node | undefined
  /** The namespace of the release. */
  readonly namespace: string
  /** Where the release is written: what stands nowhere else stands here. */
  readonly place: Node
  /** Why the chart's own values are not known. */
  readonly otherCharts: Gap | undefined
  /** Why objects that the chart makes are not as the chart makes them, by their kind. */
  readonly overlaid: { readonly webhooks?: Gap; readonly injector?: Gap; readonly mesh?: Gap }
}

/** How messages call the object that stands for a release. */
export function titleOf(resource: AnyResource): string {
  return `${resource.kind} "${showName(resource)}"`
}

/** A text at a path; what is no text, or not known, is not known. */
export function textPart(root: Node | undefined, ...path: readonly string[]): Maybe<string | undefined> {
  const node = partAt(root, ...path)
  if (node?.type === 'hole') return { known: false, gaps: node.gaps }
  if (!node || (node.type === 'scalar' && node.value === null)) return known(undefined)
  return node.type === 'scalar' ? known(String(node.value)) : misfit(path, node)
}

/** A switch at a path. */
export function flagPart(root: Node | undefined, ...path: readonly string[]): Maybe<boolean | undefined> {
  const node = partAt(root, ...path)
  if (node?.type === 'hole') return { known: false, gaps: node.gaps }
  if (!node || (node.type === 'scalar' && node.value === null)) return known(undefined)
  return node.type === 'scalar' && typeof node.value === 'boolean' ? known(node.value) : misfit(path, node)
}

function misfit(path: readonly string[], node: Node) {
  const what = `what Istio makes of ${path.join('.')}`
  return unknown({ what, hint: 'write a value of the type that Istio’s chart demands', at: locationOf(node) })
}

/** What is written of a text, for names that need one in any case. */
export function writtenText(root: Node | undefined, ...path: readonly string[]): string | undefined {
  const node = partAt(root, ...path)
  if (node?.type === 'hole') return node.partial ?? '?'
  return node?.type === 'scalar' && node.value !== null ? String(node.value) : undefined
}

/** A gap that names the object of the release. */
export function releaseGap(resource: AnyResource, what: string, hint: string, at?: SourceLocation): Gap {
  return { what: `${what} of ${titleOf(resource)}`, hint, at: at ?? resource.at(['metadata', 'name']) }
}
