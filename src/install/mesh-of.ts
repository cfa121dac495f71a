import { type DataMap, dataNode } from '../base/data-node.ts'
import { known, type Maybe, unknown } from '../base/maybe.ts'
import type { Node } from '../base/tree.ts'
import { layered, nested, partAt } from './merged.ts'
import { flagPart, type Release, releaseGap, textPart, writtenText } from './release.ts'

/** The MeshConfig as the chart writes it: templates/configmap.yaml, without what no pod shows. */
export function meshOf({ resource, namespace }: Release, values: Node): Maybe<Node> {
  const hasMap = flagPart(values, 'configMap')
  if (!hasMap.known) return hasMap
  if (hasMap.value === false)
    return unknown(releaseGap(resource, 'the MeshConfig', 'add the ConfigMap "istio" of the mesh to the input'))
  const mesh = layered(
    dataNode({
      trustDomain: 'cluster.local',
      defaultConfig: { discoveryAddress: discoveryAddress(values, namespace) },
    }),
    nested(partAt(values, 'global', 'istioNamespace'), 'rootNamespace'),
    whereFilled(values, ['global', 'meshID'], ['defaultConfig', 'meshId']),
    whereFilled(values, ['global', 'variant'], ['defaultConfig', 'image', 'imageType']),
    whereFilled(values, ['global', 'proxy', 'variant'], ['defaultConfig', 'image', 'imageType']),
    nested(dataNode(tracingOf(values)), 'defaultConfig'),
    partAt(values, 'meshConfig'),
  )
  return known(mesh ?? dataNode({}))
}

function discoveryAddress(values: Node, namespace: string): string {
  const revision = writtenText(values, 'global', 'remotePilotAddress') ? '' : writtenText(values, 'revision')
  return `istiod${revision ? `-${revision}` : ''}.${namespace}.svc:15012`
}

/** A value at another place, where it says anything. */
function whereFilled(values: Node, from: readonly string[], to: readonly string[]): Node | undefined {
  return writtenText(values, ...from) ? nested(partAt(values, ...from), ...to) : undefined
}

function tracingOf(values: Node): DataMap {
  const tracer = textPart(values, 'global', 'proxy', 'tracer')
  if (!tracer.known) return { tracing: tracer }
  const address = (name: string, fallback: string): DataMap => {
    const said = textPart(values, 'global', 'tracer', name, 'address')
    return { tracing: { [name]: { address: said.known ? said.value || fallback : said } } }
  }
  switch (tracer.value ?? 'none') {
    case 'zipkin':
      return address('zipkin', `zipkin.${writtenText(values, 'global', 'istioNamespace') ?? ''}:9411`)
    case 'datadog':
      return address('datadog', '$(HOST_IP):8126')
    case 'none':
      return {}
    default:
      return {
        tracing: unknown({
          what: `what tracer "${tracer.value}" sets`,
          hint: 'write meshConfig.defaultConfig.tracing',
        }),
      }
  }
}
