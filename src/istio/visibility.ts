import { anyOf, known, type Maybe, no, type Unknown, unknown, yes } from '../base/maybe.ts'
import { sameNamespace } from '../kube/resource.ts'
import type { Entries } from '../kube/view.ts'
import { analyzedHost, serviceOfHost } from './fqdn.ts'

/** The annotation by which a Service says to which namespaces it is exported. */
export const exportToAnnotation = 'networking.istio.io/exportTo'

/** Whether a resource is exported everywhere. Source: Istio 1.30.3, pkg/config/analysis/analyzers/util/exportto.go. */
export function isExportedToAll(exportTo: readonly string[]): boolean {
  return exportTo.length === 0 || exportTo.includes('*')
}

/** The entries of the annotation: a list with commas; empty means everywhere. */
export function exportToOfAnnotation(value: string | undefined): readonly string[] {
  return value ? value.split(',').map((entry) => entry.trim()) : []
}

/**
 * Whether a resource of `owner` is visible in `viewer`: `*` and nothing mean everywhere, `.` its own namespace,
 * `~` nowhere. Source: Istio 1.30.3, pkg/config/visibility/visibility.go and pilot/pkg/model/push_context.go.
 */
export function isVisible(exportTo: readonly string[], owner: Maybe<string>, viewer: Maybe<string>): Maybe<boolean> {
  if (isExportedToAll(exportTo)) return yes
  return anyOf(
    exportTo.map((entry) => {
      if (entry === '~') return no
      return sameNamespace(entry === '.' ? owner : known(entry), viewer)
    }),
  )
}

/** `isVisible` for a list that is partly unknown. */
export function isVisibleThrough(
  { items, gaps }: Entries<string>,
  owner: Maybe<string>,
  viewer: Maybe<string>,
): Maybe<boolean> {
  const written: string[] = []
  const [gap, ...rest] = gaps
  const missing: Unknown[] = gap ? [unknown(gap, ...rest)] : []
  for (const item of items) {
    const entry = item.get()
    if (!entry.known) missing.push(entry)
    else if (entry.value !== undefined) written.push(entry.value)
  }
  if (missing.length === 0) return isVisible(written, owner, viewer)
  return anyOf([written.length > 0 ? isVisible(written, owner, viewer) : no, ...missing])
}

/** A host with the scope that it is exported to: `prod/redis.data.svc.cluster.local`. */
export interface ScopedHost {
  readonly scope: string
  readonly fqdn: string
}

/** Source: Istio 1.30.3, pkg/config/analysis/analyzers/util/hosts.go: NewScopedFqdn. */
export function scopedHost(scope: string, namespace: string, host: string): ScopedHost {
  return { scope, fqdn: analyzedHost(host, namespace) }
}

/** Whether a scoped host is seen in a namespace. Source: the same file, InScopeOf. */
export function isInScope({ scope, fqdn }: ScopedHost, namespace: string): boolean {
  return scope === '*' || scope === namespace || (scope === '.' && namespace === (serviceOfHost(fqdn)?.namespace ?? ''))
}
