import type { Gap } from '../base/maybe.ts'
import { istioVersion } from '../istio/istio-versions.ts'
import type { InjectorSource } from '../sidecar/injector-source.ts'

/** What is known of a template without running it. */
export interface Template {
  /** Whether it adds the proxy `istio-proxy`. */
  readonly hasProxy: boolean
  /** What running it ends with, where that is certain: an error of Go's text/template. */
  readonly failure: string | undefined
}

/** The templates of one injector: `Config` of pkg/kube/inject/inject.go, Istio 1.31. */
export interface TemplateSettings {
  /** By name; undefined where the input does not show them. */
  readonly templates: ReadonlyMap<string, Template> | undefined
  readonly aliases: ReadonlyMap<string, readonly string[]>
  /** What pods get that ask for none. */
  readonly defaults: readonly string[]
  /** Why a part of this is not known. */
  readonly gap?: Gap | undefined
}

const withProxy: Template = { hasProxy: true, failure: undefined }
const withoutProxy: Template = { hasProxy: false, failure: undefined }
/** Templates for pods that istiod makes itself ask for fields that no other pod has. */
const forIstiod: Template = {
  hasProxy: false,
  failure:
    'template: inject:4:10: executing "inject" at <.ServiceAccount>: can\'t evaluate field ServiceAccount in type *inject.SidecarTemplateData',
}

const chartTemplates: ReadonlyMap<string, Template> = new Map([
  ['sidecar', withProxy],
  ['gateway', withProxy],
  ['grpc-simple', withoutProxy],
  ['grpc-agent', withProxy],
  ['waypoint', forIstiod],
  ['kube-gateway', forIstiod],
  ['agentgateway', forIstiod],
  ['agentgateway-waypoint', forIstiod],
])

/**
 * The templates of an injector: those that its settings hold, and those of the chart where it has them without saying
 * (manifests/charts/istio-control/istio-discovery/files, by release).
 */
export function readTemplates(
  { templates, hasChartTemplates, place }: Pick<InjectorSource, 'templates' | 'hasChartTemplates' | 'place'>,
  minor: number,
): TemplateSettings {
  const at = place('templates')
  const gap: Gap = {
    what: "the injector's templates",
    hint: 'write data.config as Istio’s charts do',
    ...(at && { at }),
  }
  const all = hasChartTemplates
    ? [...chartTemplates].filter(([name]) => istioVersion(minor).templates.includes(name))
    : []
  const given = templates && [...templates].map(([name, lines]) => [name, templateOf(name, lines)] as const)
  return {
    templates: given && new Map([...all, ...given]),
    aliases: new Map(),
    defaults: ['sidecar'],
    gap: given ? undefined : gap,
  }
}

/** A template under the name of one of the chart's is taken to be that. */
function templateOf(name: string, lines: readonly string[]): Template {
  return chartTemplates.get(name) ?? readTemplate(lines)
}

/** A template that the user wrote: only what is certain of it. */
function readTemplate(lines: readonly string[]): Template {
  const hasProxy = lines.some((line) => /^\s*(?:- )?name: ["']?istio-proxy["']?\s*$/.test(line))
  return { hasProxy, failure: failureOf(lines) }
}

/** The function `fail` outside of every condition. */
function failureOf(lines: readonly string[]): string | undefined {
  if (lines.some((line) => /\{\{-?\s*(?:if|with|range|define|block)\b/.test(line))) return undefined
  for (const [index, line] of lines.entries()) {
    const column = /\{\{[^{}]*\|\s*(?=fail\s*-?\}\})/.exec(line)
    if (column) {
      const place = `${index + 1}:${column.index + column[0].length}`
      return `template: inject:${place}: executing "inject" at <fail>: error calling fail: `
    }
  }
  return undefined
}
