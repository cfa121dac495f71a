import { SourceFile } from '../base/source-file.ts'
import { nodeAt } from '../base/tree.ts'
import { type Labels, labelValue } from '../kube/labels.ts'
import { readText } from '../yaml/read-text.ts'
import type { MeshSettings } from './mesh-settings.ts'

/** How the proxy gets the pod's traffic: by its annotation, by that of the proxy's settings, else by those of the mesh. Undefined where that is not known. */
export function interceptionMode(annotations: Labels, mesh: MeshSettings | undefined): string | undefined {
  const own = labelValue(annotations, 'sidecar.istio.io/interceptionMode')
  if (own.known && own.value !== undefined) return own.value
  const config = labelValue(annotations, 'proxy.istio.io/config')
  const root =
    config.known && config.value ? readText(new SourceFile('annotation', config.value)).documents[0]?.root : undefined
  const mode = root && nodeAt(root, ['interceptionMode'])
  if (mode?.type === 'scalar' && typeof mode.value === 'string') return mode.value
  if (!mesh) return 'REDIRECT'
  return mesh.interceptionMode.known ? mesh.interceptionMode.value : undefined
}
