import { SourceFile } from '../base/source-file.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { type ContainerResources, resourcesIn } from '../kube/limit-range.ts'
import type { Resource } from '../kube/resource.ts'
import { readText } from '../yaml/read-text.ts'

/** What of the mesh's settings decides whether an injector rejects a pod. */
export interface MeshSettings {
  /** Istio 1.`minor`. */
  readonly minor: number
  readonly prometheusMerge: boolean
  readonly statusPort: number
  /** Whether Istio's CNI plugin redirects the traffic, so that pods need no `istio-init`. */
  readonly cni: boolean
  readonly interceptionMode: string
  /** What the chart asks for its containers. */
  readonly resources: ContainerResources
}

type ConfigMap = Resource<Kinds['ConfigMap']>

/**
 * The settings by the ConfigMaps of one revision, as far as they say them: MeshConfig in `istio`, the version by the
 * image's tag in the values of `istio-sidecar-injector`.
 */
export function meshSettings(
  version: string,
  mesh: ConfigMap | undefined,
  injector: ConfigMap | undefined,
): MeshSettings {
  const root = mesh && yamlIn(mesh, 'mesh')
  const merge = root && nodeAt(root, ['enablePrometheusMerge'])
  const port = root && nodeAt(root, ['defaultConfig', 'statusPort'])
  const mode = root && nodeAt(root, ['defaultConfig', 'interceptionMode'])
  const written = injector && textIn(injector, 'values')
  const tag = written && /"tag":\s*"(\d+\.\d+)[.\w-]*"/.exec(written)?.[1]
  return {
    minor: Number((tag ?? version).split('.')[1]),
    prometheusMerge: !(merge?.type === 'scalar' && merge.value === false),
    statusPort: port?.type === 'scalar' && typeof port.value === 'number' ? port.value : 15020,
    cni: written !== undefined && /"cni":\s*\{[^{}]*"enabled":\s*true/.test(written),
    resources: chartResources(written),
    interceptionMode: mode?.type === 'scalar' && typeof mode.value === 'string' ? mode.value : 'REDIRECT',
  }
}

/** The chart's defaults: manifests/charts/istio-control/istio-discovery/values.yaml, Istio 1.31. */
const defaultResources = '{"limits":{"cpu":"2000m","memory":"1024Mi"},"requests":{"cpu":"100m","memory":"128Mi"}}'

/** `global.proxy.resources` of the injector's values. */
function chartResources(values: string | undefined): ContainerResources {
  const written = values && nodeAt(readJson(values), ['global', 'proxy', 'resources'])
  return resourcesIn(written || readJson(defaultResources))
}

function readJson(text: string): Node {
  const file = new SourceFile('values', text)
  return readText(file).documents[0]?.root ?? { type: 'map', entries: [], file, start: 0, end: 0 }
}

function textIn(configMap: ConfigMap, key: string): string | undefined {
  const node = nodeAt(configMap.root, ['data', key])
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

function yamlIn(configMap: ConfigMap, key: string): Node | undefined {
  const text = textIn(configMap, key)
  if (text === undefined) return undefined
  return readText(new SourceFile(configMap.file.path, text)).documents[0]?.root
}
