import { isList, type JsonMap, jsonAt } from './json.ts'
import { quoted } from './pasted.ts'
import { ownContainers, type TemplateInput, versionOf } from './template-input.ts'
import { cannotInject, orHidden } from './unclear.ts'

const resource = 'resource.opentelemetry.io/'

/**
 * How the proxy names its service in traces, where a provider of MeshConfig asks for OpenTelemetry's conventions
 * (otelResourceAttributes, pkg/kube/inject/template.go, Istio 1.30). Held against upstream's test data alone: what that
 * does not show is not known.
 */
export function resourceAttributes(input: TemplateInput): readonly JsonMap[] {
  const providers = input.settings.mesh.extensionProviders
  const asks = (isList(providers) ? providers : []).some(
    (one) => jsonAt(one, 'opentelemetry', 'serviceAttributeEnrichment') === 'OTEL_SEMANTIC_CONVENTIONS',
  )
  if (!asks || !versionOf(input).resourceAttributes) return []
  return [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value: orHidden(() => quoted(attributesOf(input))) }]
}

function attributesOf(input: TemplateInput): string {
  const { annotations, labels } = input
  const own = (name: string): string | undefined => annotations.get(`${resource}${name}`) || undefined
  const version = own('service.version') ?? labels.get('app.kubernetes.io/version')
  if (!version)
    throw cannotInject('which version of the service the injector tells the proxy', 'set app.kubernetes.io/version')
  return [
    `service.namespace=${own('service.namespace') ?? input.namespace()}`,
    `service.version=${version}`,
    `service.instance.id=${own('service.instance.id') ?? instanceOf(input)}`,
  ].join(',')
}

function instanceOf(input: TemplateInput): string {
  const [container, another] = ownContainers(input)
  if (container === undefined || another !== undefined)
    throw cannotInject(
      'by which container the injector names the instance of the service',
      `set ${resource}service.instance.id`,
    )
  return `${input.namespace()}.$(POD_NAME).${container}`
}
