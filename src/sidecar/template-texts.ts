import { createHash } from 'node:crypto'
import { isList, isMap, type Json, type JsonMap } from './json.ts'
import { cannotInject } from './unclear.ts'

/**
 * The templates of Istio's charts that are simulated, by what their texts come down to: files of
 * manifests/charts/istio-control/istio-discovery, 1.30.3 and 1.31.0-rc.0.
 */
const chartTemplates: Readonly<Record<string, readonly string[]>> = {
  sidecar: ['f0d3f7a8e10e7d43', 'a3341cb9cc19b05b'],
  gateway: ['03e307f9d2e1955f', '169b149027aa068c'],
  'grpc-simple': ['f337c45aa79c5c25'],
  'grpc-agent': ['9057a18aea3b13ea'],
}

/** What an injector's own settings say of templates: `Config`, pkg/kube/inject/inject.go, Istio 1.30.3. */
export interface TemplateTexts {
  readonly defaultTemplates: readonly string[]
  readonly aliases: JsonMap
  /** The templates that are not Istio's own, or not as Istio's charts have them. */
  readonly customTemplates: ReadonlyMap<string, string>
  readonly injectedAnnotations: JsonMap
}

/** A template without the white space that reading and writing YAML changes. */
function fingerprint(template: string): string {
  return createHash('sha256').update(template.replace(/\s+/g, ' ').trim()).digest('hex').slice(0, 16)
}

function isOfChart(name: string, template: string): boolean {
  return chartTemplates[name]?.includes(fingerprint(template)) ?? false
}

/** What the settings of an injector say of templates; undefined settings are those of the chart. */
export function templateTexts(read: Json | undefined): TemplateTexts {
  if (read === undefined)
    return { defaultTemplates: ['sidecar'], aliases: {}, customTemplates: new Map(), injectedAnnotations: {} }
  if (!isMap(read)) throw cannotInject("the injector's settings", 'write data.config as a YAML map')
  const config: InjectorText = read
  const custom = Object.entries(mapOf(config.templates)).flatMap(([name, value]) =>
    typeof value !== 'string' || isOfChart(name, value) ? [] : [[name, value] as const],
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
