import { isList, isMap, type Json, type JsonMap } from './json.ts'
import { readYaml } from './proxy-config.ts'
import { cannotInject } from './unclear.ts'

/** The templates of Istio's chart, 1.30.3: files of manifests/charts/istio-control/istio-discovery. */
const chartTemplates: ReadonlySet<string> = new Set([
  'sidecar',
  'gateway',
  'grpc-simple',
  'grpc-agent',
  'waypoint',
  'kube-gateway',
  'agentgateway',
  'agentgateway-waypoint',
])

/** What an injector's own settings say of templates: `Config`, pkg/kube/inject/inject.go, Istio 1.30.3. */
export interface TemplateTexts {
  readonly defaultTemplates: readonly string[]
  readonly aliases: JsonMap
  readonly customTemplates: ReadonlyMap<string, string>
  readonly injectedAnnotations: JsonMap
}

export function templateTexts(text: string | undefined): TemplateTexts {
  if (text === undefined)
    return { defaultTemplates: ['sidecar'], aliases: {}, customTemplates: new Map(), injectedAnnotations: {} }
  const read = readYaml(text, "the injector's settings")
  if (!isMap(read)) throw cannotInject("the injector's settings", 'write data.config as a YAML map')
  const config: InjectorText = read
  const named = mapOf(config.templates)
  const custom = Object.entries(named).flatMap(([name, value]) =>
    chartTemplates.has(name) || typeof value !== 'string' ? [] : [[name, value] as const],
  )
  const defaults = isList(config.defaultTemplates) ? config.defaultTemplates.map(String) : []
  return {
    defaultTemplates: defaults.length > 0 ? defaults : ['sidecar'],
    aliases: mapOf(config.aliases),
    customTemplates: new Map(custom),
    injectedAnnotations: mapOf(config.injectedAnnotations),
  }
}

interface InjectorText extends JsonMap {
  readonly templates?: Json
  readonly defaultTemplates?: Json
  readonly aliases?: Json
  readonly injectedAnnotations?: Json
}

function mapOf(value: Json | undefined): JsonMap {
  return isMap(value) ? value : {}
}
