/** Where a key stands in an object's metadata. */
export type KeyPart = 'label' | 'annotation'

/** A label or annotation that some version of Istio, or a tool of its release, reads or writes. */
export interface IstioKey {
  readonly name: string
  readonly part: KeyPart
  /** The kinds of the objects that it belongs on; `Pod` is the pod, thus the template of a workload; `Any` is all. */
  readonly on: readonly string[]
  /** Istio 1.`since` is the first that knows it; left out where 1.20 does. */
  readonly since?: number
  /** Istio 1.`until` is the first that knows it no more; left out where the newest does. */
  readonly until?: number
  /** What Istio wants written in its place; `since` is left out where 1.20 wants it. */
  readonly replaced?: { readonly by: string; readonly since?: number }
  /** Istio and its tools write it for themselves: nobody means it. */
  readonly internal?: true
  /** Upstream's file and version, or its release notes. */
  readonly source: string
}

/** The rows of several keys that one source tells the same of. */
export function keysOf(names: readonly string[], rest: Omit<IstioKey, 'name'>): readonly IstioKey[] {
  return names.map((name) => ({ name, ...rest }))
}
