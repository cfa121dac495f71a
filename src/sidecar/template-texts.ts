import { createHash } from 'node:crypto'
import { istioVersions } from '../istio/istio-versions.ts'
import { isList, isMap, type Json, type JsonMap } from './json.ts'
import { cannotInject } from './unclear.ts'

/**
 * The templates of Istio's charts that are simulated, by what their texts come down to, and the minor versions that have
 * each text: files of manifests/charts/istio-control/istio-discovery, 1.30.3 and 1.31.0-rc.0 as they are, those of
 * 1.20.6, 1.21, 1.22, 1.23, 1.24.3, 1.26.1, 1.27.0, 1.28.0 and 1.29.0 each from the newer one and what changed. The
 * texts of 1.25 are not known. A text that is not here counts as the user's own.
 */
const chartTemplates: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  sidecar: {
    '2b351a815754eca4': [20],
    c2a4c25371235843: [21],
    b94a22cf9d7766cc: [22],
    '9a8d3ae237b488af': [23],
    aa0c0f95c93d6270: [24],
    fd787f0cabbe33f2: [26],
    '1dc0b10b05e9cd3f': [27],
    bf535147c9ed5b19: [28],
    '6a873321343d5b56': [29],
    f0d3f7a8e10e7d43: [30],
    a3341cb9cc19b05b: [31],
  },
  gateway: {
    '6c2ab881deda5873': [20, 21],
    '17852198a08e022f': [22],
    abe3d407ce4f6e42: [23, 24],
    '3521f14856f3f3ba': [26],
    '15ab6632c295a508': [27, 28],
    '03e307f9d2e1955f': [29, 30],
    '169b149027aa068c': [31],
  },
  'grpc-simple': { f337c45aa79c5c25: istioVersions.map(({ minor }) => minor) },
  'grpc-agent': { '9057a18aea3b13ea': [30, 31] },
}

/** What an injector's own settings say of templates: `Config`, pkg/kube/inject/inject.go, Istio 1.30.3. */
export interface TemplateTexts {
  /** The minor version that they are of; undefined where nothing says it. */
  readonly minor: number | undefined
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

/** The minor versions whose chart has a text. */
function releasesOf(name: string, template: string): readonly number[] {
  return chartTemplates[name]?.[fingerprint(template)] ?? []
}

/** The settings of an injector, and of what version they are: the image's tag says it, else the text of the sidecar. */
export function templateTexts(read: Json | undefined, tagged: number | undefined): TemplateTexts {
  if (read === undefined)
    return {
      minor: tagged,
      defaultTemplates: ['sidecar'],
      aliases: {},
      customTemplates: new Map(),
      injectedAnnotations: {},
    }
  if (!isMap(read)) throw cannotInject("the injector's settings", 'write data.config as a YAML map')
  const config: InjectorText = read
  const written = Object.entries(mapOf(config.templates)).flatMap(([name, value]) =>
    typeof value === 'string' ? [{ name, value, releases: releasesOf(name, value) }] : [],
  )
  const minor = tagged ?? written.find(({ name }) => name === 'sidecar')?.releases[0]
  const custom = written.filter(
    ({ releases }) => !(minor === undefined ? releases.length > 0 : releases.includes(minor)),
  )
  const defaults = isList(config.defaultTemplates) ? config.defaultTemplates.map(String) : []
  return {
    minor,
    defaultTemplates: defaults.length > 0 ? defaults : ['sidecar'],
    aliases: mapOf(config.aliases),
    customTemplates: new Map(custom.map(({ name, value }) => [name, value])),
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
