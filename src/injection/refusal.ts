import { type Gap, isKnown, known, type Maybe, type Unknown, unknown, unknownFrom } from '../base/maybe.ts'
import { compareText } from '../base/order.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { annotationError, isCheckedAnnotation } from '../istio/annotation-validators.ts'
import { multiError } from '../istio/multi-error.ts'
import { type Labels, labelPlace, labelValue } from '../kube/labels.ts'
import type { InjectorConfig } from './injector-config.ts'
import { overridesError } from './overrides.ts'
import { prometheusRefusal } from './prometheus-refusal.ts'
import { brokenRendering } from './rendering.ts'

/** One thing in a pod for which it is rejected. */
export interface RefusalReason {
  /** The annotation that is to blame. */
  readonly annotation: string
  readonly value: string
  /** What is wrong with it, in the words of Istio. */
  readonly error: string
  readonly at: SourceLocation | undefined
}

/** Why an injector rejects a pod that it would inject. */
export interface Refusal {
  /** What it answers, before the API server puts its own words in front. */
  readonly answer: string
  readonly reasons: readonly [RefusalReason, ...RefusalReason[]]
}

/** What an injector that acts on a pod does with it. */
export interface InjectionOutcome {
  readonly refusal: Refusal | undefined
  /** Whether the pod gets a proxy: not every template adds one. */
  readonly hasProxy: boolean
}

const templatesKey = 'inject.istio.io/templates'
const overridesKey = 'proxy.istio.io/overrides'

type Attempt = Maybe<Refusal | undefined>

/**
 * What becomes of a pod that an injector acts on, in the order in which istiod looks: `RunTemplate` and
 * `postProcessPod` of pkg/kube/inject/webhook.go, Istio 1.31. One known refusal rejects it, whatever else is missing.
 */
export function injectionOutcome(
  config: InjectorConfig,
  annotations: Labels,
  hasProxy = false,
): Maybe<InjectionOutcome> {
  const chosen = chosenTemplates(config, annotations)
  const attempts: readonly Attempt[] = [
    validatorRefusal(annotations),
    overridesRefusal(annotations),
    chosen.known ? known(chosen.value.refusal) : chosen,
    chosen.known && chosen.value.hasProxy ? brokenRendering(annotations, hasProxy) : known(undefined),
    prometheusRefusal(config, annotations),
  ]
  const refusal = attempts.find((one) => one.known && one.value !== undefined)
  if (refusal?.known) return known({ refusal: refusal.value, hasProxy: false })
  const [missing, ...rest] = [...attempts, chosen].filter((one): one is Unknown => !one.known)
  if (missing) return unknownFrom(missing, ...rest)
  return known({ refusal: undefined, hasProxy: chosen.known && chosen.value.hasProxy })
}

/** All bad annotations at once; istiod lists them in an order of chance. */
function validatorRefusal(annotations: Labels): Attempt {
  const reasons: RefusalReason[] = []
  const missing: Unknown[] = annotations.open ? [annotations.open] : []
  for (const [annotation, { value, at }] of annotations.known) {
    if (!isCheckedAnnotation(annotation)) continue
    if (!value.known) missing.push(value)
    else {
      const error = annotationError(annotation, value.value)
      if (error !== undefined) reasons.push({ annotation, value: value.value, error, at })
    }
  }
  const [first, ...rest] = reasons.sort((a, b) => compareText(a.annotation, b.annotation))
  const [gap, ...gaps] = missing
  if (!first) return gap ? unknownFrom(gap, ...gaps) : known(undefined)
  const list = [first, ...rest].map(
    ({ annotation, value, error }) => `invalid value '${value}' for annotation '${annotation}': ${error}`,
  )
  return known({ answer: `failed to run injection template: ${multiError(list)}`, reasons: [first, ...rest] })
}

function overridesRefusal(annotations: Labels): Attempt {
  return refusalBy(annotations, overridesKey, overridesError)
}

/** A refusal by what a check says against the value of one annotation. */
function refusalBy(annotations: Labels, annotation: string, check: (value: string) => string | undefined): Attempt {
  const value = labelValue(annotations, annotation)
  if (!value.known) return value
  const error = value.value === undefined ? undefined : check(value.value)
  if (error === undefined || value.value === undefined) return known(undefined)
  const reason = { annotation, value: value.value, error, at: labelPlace(annotations, annotation) }
  return known({ answer: `failed to run injection template: ${error}`, reasons: [reason] })
}

interface Chosen {
  readonly refusal: Refusal | undefined
  readonly hasProxy: boolean
}

/** `selectTemplates` and `resolveAliases`: aliases are one level deep, an empty annotation asks for a template without name. */
function chosenTemplates({ templates: settings, source }: InjectorConfig, annotations: Labels): Maybe<Chosen> {
  const asked = labelValue(annotations, templatesKey)
  if (!asked.known) return asked
  const { templates, aliases, defaults } = settings
  const at = source.place('defaultTemplates')
  const wanted = asked.value === undefined ? defaults : asked.value.split(',').map((name) => name.trim())
  const names = wanted.flatMap((name) => aliases.get(name) ?? [name])
  if (!templates || settings.gap) return unknownTemplates(settings.gap, asked.value)
  for (const name of names) {
    const template = templates.get(name)
    if (!template && source.hasChartTemplates && name !== '')
      return unknownTemplate(name, labelPlace(annotations, templatesKey))
    const have = [...templates.keys()].sort(compareText).join(', ')
    const error = template ? template.failure : `requested template ${JSON.stringify(name)} not found; have ${have}`
    if (error === undefined) continue
    const reason: RefusalReason = {
      annotation: templatesKey,
      value: asked.value ?? '',
      error,
      at: asked.value === undefined ? at : labelPlace(annotations, templatesKey),
    }
    const refusal: Refusal = { answer: `failed to run injection template: ${error}`, reasons: [reason] }
    return known({ refusal, hasProxy: false })
  }
  return known({ refusal: undefined, hasProxy: names.some((name) => templates.get(name)?.hasProxy) })
}

/**
 * An installation may bring templates of its own, also beside an IstioOperator of the input, of which istioctl lays several
 * over each other; only the ConfigMap tells them all.
 */
function unknownTemplate(name: string, at: SourceLocation | undefined): Unknown {
  const gap = {
    what: `injection template "${name}"`,
    hint: 'add the ConfigMap "istio-sidecar-injector" of the cluster to the input',
  }
  return unknown(at ? { ...gap, at } : gap)
}

/** Without the templates of the injector, `sidecar` is taken to be what it is in the chart. */
function unknownTemplates(gap: Gap | undefined, asked: string | undefined): Maybe<Chosen> {
  if (!gap || asked === undefined || asked.trim() === 'sidecar') return known({ refusal: undefined, hasProxy: true })
  return unknown(gap)
}

/** Whether a pod that is acted on is certainly, or certainly not, rejected. */
export function isRefused(outcome: Maybe<InjectionOutcome>): Maybe<boolean> {
  return outcome.known ? known(outcome.value.refusal !== undefined) : outcome
}

/** Whether a pod that is acted on gets its proxy. */
export function getsProxy(outcome: Maybe<InjectionOutcome>): Maybe<boolean> {
  return outcome.known ? known(outcome.value.hasProxy) : outcome
}

/** Whether what is known of two outcomes is the same. */
export function sameOutcome(a: Maybe<InjectionOutcome>, b: Maybe<InjectionOutcome>): boolean {
  if (!a.known || !b.known) return false
  return (
    a.value.refusal?.answer === b.value.refusal?.answer &&
    isKnown(a.value.hasProxy ? getsProxy(b) : known(!b.value.hasProxy), true)
  )
}
