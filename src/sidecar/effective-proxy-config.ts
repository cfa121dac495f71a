import { isKnown, known, type Maybe, type Unknown } from '../base/maybe.ts'
import { nodeAt } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { type Resource, sameNamespace, showName, unsetNamespace } from '../kube/resource.ts'
import { isMap, type Json, type JsonMap, jsonAt, jsonWithHidden } from './json.ts'
import { overlaid, type ProxyConfig, readProxyConfig, readYaml } from './proxy-config.ts'
import type { SidecarSettings } from './sidecar-settings.ts'
import type { Texts } from './texts.ts'
import { allShown, cannotInject, shown, Unclear } from './unclear.ts'

/** A ProxyConfig of the input. */
export interface ProxyConfigResource {
  readonly name: string
  readonly namespace: Maybe<string>
  readonly exists: Maybe<true>
  /** Undefined where it has none: then it is for all of its namespace. With an empty one it is for nobody. */
  readonly selector: Json | undefined
  readonly config: JsonMap
}

/** What a ProxyConfig says of proxies: toMeshConfigProxyConfig, pilot/pkg/model/proxy_config.go, Istio 1.30.3. */
export function proxyConfigResource(resource: Resource<Kinds['ProxyConfig']>): ProxyConfigResource {
  const node = nodeAt(resource.root, ['spec'])
  const spec = node ? jsonWithHidden(node) : {}
  const read = (key: string): Json | undefined => (isMap(spec) ? (spec[key] ?? undefined) : spec)
  return {
    name: showName(resource),
    namespace: resource.namespace ?? unsetNamespace,
    exists: resource.exists,
    selector: read('selector'),
    config: {
      concurrency: read('concurrency'),
      image: read('image'),
      proxyMetadata: read('environmentVariables'),
    },
  }
}

/**
 * The configuration of one proxy: the mesh's, the root namespace's, the namespace's, the pod's annotation, and what selects
 * the pod, later ones first (EffectiveProxyConfig, pilot/pkg/model/proxy_config.go, Istio 1.30.3).
 */
export function effectiveProxyConfig(
  settings: SidecarSettings,
  namespace: Maybe<string>,
  labels: Texts,
  annotation: string | undefined,
): ProxyConfig {
  const what = 'annotation "proxy.istio.io/config"'
  const own = annotation === undefined ? {} : readProxyConfig(readYaml(annotation, what), what)
  if (settings.proxyConfigs.length === 0) return overlaid(settings.proxyConfig, own)
  const root = known(String(shown(settings.mesh.rootNamespace) ?? 'istio-system'))
  const inRoot = isKnown(sameNamespace(namespace, root), true)
  const wide = settings.proxyConfigs.filter((one) => shown(one.selector) === undefined)
  const selecting = settings.proxyConfigs.filter(
    (one) => !isKnown(sameNamespace(one.namespace, namespace), false) && selects(one, labels),
  )
  const layers = [theOne(wide, root), inRoot ? {} : theOne(wide, namespace), own, theOne(selecting, namespace)]
  return layers.reduce(overlaid, settings.proxyConfig)
}

/** The one of a namespace that counts: of several the oldest, and no manifest tells which that is. */
function theOne(candidates: readonly ProxyConfigResource[], namespace: Maybe<string>): ProxyConfig {
  const found = candidates.filter((one) => !isKnown(sameNamespace(one.namespace, namespace), false))
  const missing = found
    .flatMap((one) => [sameNamespace(one.namespace, namespace), one.exists])
    .find((one): one is Unknown => !one.known)
  if (missing) throw new Unclear(...missing.gaps)
  const [first, ...rest] = found
  if (!first) return {}
  const read = (one: ProxyConfigResource): ProxyConfig => {
    const { concurrency, image, proxyMetadata } = one.config
    const said = { concurrency, image, proxyMetadata }
    return readProxyConfig(allShown(said), `ProxyConfig "${one.name}"`)
  }
  const config = read(first)
  if (rest.some((one) => JSON.stringify(read(one)) !== JSON.stringify(config)))
    throw cannotInject(`which of ${found.length} ProxyConfigs is the oldest, which alone counts`, 'leave one of them')
  return config
}

function selects({ selector }: ProxyConfigResource, labels: Texts): boolean {
  const wanted = shown(jsonAt(shown(selector), 'matchLabels'))
  if (!isMap(wanted) || Object.keys(wanted).length === 0) return false
  return Object.entries(wanted).every(([key, value]) => labels.get(key) === shown(value))
}
