import type { Gap } from '../base/maybe.ts'
import { istioVersion } from '../istio/istio-versions.ts'

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

/** The templates of the chart: manifests/charts/istio-control/istio-discovery/files. */
export function chartSettings(minor: number): TemplateSettings {
  const { templates } = istioVersion(minor)
  const names = [...chartTemplates].filter(([name]) => templates.includes(name))
  return { templates: new Map(names), aliases: new Map(), defaults: ['sidecar'] }
}

/**
 * The templates in the text of an injector's settings, as Istio's charts lay it out: a name on two spaces, its text on
 * more. Undefined where the text is laid out in another way.
 */
export function templatesIn(text: string): ReadonlyMap<string, Template> | undefined {
  const start = /^templates:[ \t]*$/m.exec(text)
  if (!start) return undefined
  const found = new Map<string, Template>()
  let name: string | undefined
  let body: string[] = []
  const close = (): void => {
    if (name !== undefined) found.set(name, chartTemplates.get(name) ?? readTemplate(body))
    name = undefined
    body = []
  }
  for (const line of text.slice(start.index + start[0].length + 1).split('\n')) {
    if (/^[^\s#]/.test(line)) break
    const key = /^ {2}([\w.-]+|"[^"]*"|'[^']*'):/.exec(line)?.[1]
    if (key === undefined) body.push(line.slice(4))
    else {
      close()
      name = key.replace(/^["']|["']$/g, '')
    }
  }
  close()
  return found.size > 0 ? found : undefined
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
