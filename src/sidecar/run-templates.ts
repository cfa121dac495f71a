import { type Node, nodeAt, withEntries } from '../base/tree.ts'
import { customTemplate } from './custom-template.ts'
import { gatewayTemplate } from './gateway-template.ts'
import { grpcAgentTemplate, grpcSimpleTemplate } from './grpc-template.ts'
import { isList, type JsonMap, jsonNode, withItems } from './json.ts'
import { movesToNative } from './native-sidecar.ts'
import { containerOf, mapProxy } from './proxy-of.ts'
import { sidecarTemplate } from './sidecar-template.ts'
import { emptyPod, strategicMerge } from './strategic-merge.ts'
import type { TemplateInput } from './template-input.ts'
import { cannotInject } from './unclear.ts'
import { canonicalMounts } from './user-volumes.ts'

const templates: Readonly<Record<string, (input: TemplateInput) => JsonMap>> = {
  sidecar: sidecarTemplate,
  gateway: gatewayTemplate,
  'grpc-agent': grpcAgentTemplate,
  'grpc-simple': grpcSimpleTemplate,
}

/** A pod with the templates merged onto it, and what the templates make alone. */
export interface Merged {
  readonly pod: Node
  readonly template: Node
}

/** RunTemplate, pkg/kube/inject/inject.go, Istio 1.30.3. */
export function runTemplates(pod: Node, input: TemplateInput): Merged {
  let merged: Merged = { pod, template: emptyPod(pod) }
  for (const name of selectedTemplates(input)) {
    const patch = jsonNode(render(name, input), pod)
    const template = strategicMerge(merged.template, patch)
    const isMoved = containerOf(template, 'initContainers', 'istio-proxy') !== undefined && movesToNative(input)
    merged = { pod: strategicMerge(isMoved ? withNativeProxy(merged.pod) : merged.pod, patch), template }
  }
  return { ...merged, pod: mapProxy(merged.pod, canonicalMounts) }
}

/** A user's own proxy among the containers becomes an init container where the injected one is one. */
function withNativeProxy(pod: Node): Node {
  const own = containerOf(pod, 'containers', 'istio-proxy')
  const spec = nodeAt(pod, ['spec'])
  const containers = spec && nodeAt(spec, ['containers'])
  const init = spec && nodeAt(spec, ['initContainers'])
  if (!own || containers?.type !== 'list') return pod
  return withEntries(pod, pod, {
    spec: withEntries(spec, pod, {
      containers: withItems(
        containers,
        pod,
        containers.items.filter((item) => item !== own),
      ),
      initContainers: withItems(init, pod, [...(init?.type === 'list' ? init.items : []), own]),
    }),
  })
}

/** The templates that the pod asks for, or the default ones; an alias stands for others, one level deep. */
function selectedTemplates({ annotations, settings }: TemplateInput): readonly string[] {
  const asked = annotations.get('inject.istio.io/templates')
  const names = asked === undefined ? settings.defaultTemplates : asked.split(',').map((name) => name.trim())
  return names.flatMap((name) => {
    const alias = settings.aliases[name]
    return isList(alias) ? alias.map(String) : [name]
  })
}

function render(name: string, input: TemplateInput): JsonMap {
  const text = input.settings.customTemplates.get(name)
  if (text !== undefined) return customTemplate(name, text, input)
  const template = templates[name]
  if (template) return template(input)
  throw cannotInject(`what the injector's template "${name}" makes`, 'name a template that the injector has')
}
