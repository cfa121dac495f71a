import { SourceFile } from '../base/source-file.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import type { Resource } from '../kube/resource.ts'
import { readText } from '../yaml/read-text.ts'

/** What of the mesh's settings decides whether an injector rejects a pod. */
export interface MeshSettings {
  /** Istio 1.`minor`. */
  readonly minor: number
  readonly prometheusMerge: boolean
  readonly statusPort: number
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
  const written = injector && textIn(injector, 'values')
  const tag = written && /"tag":\s*"(\d+\.\d+)[.\w-]*"/.exec(written)?.[1]
  return {
    minor: Number((tag ?? version).split('.')[1]),
    prometheusMerge: !(merge?.type === 'scalar' && merge.value === false),
    statusPort: port?.type === 'scalar' && typeof port.value === 'number' ? port.value : 15020,
  }
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
