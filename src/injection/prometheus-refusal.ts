import { anyOf, isKnown, known, type Maybe, mapMaybe, not, thenMaybe, unknownFrom } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import { boolError, parseInteger } from '../istio/go-number.ts'
import { istioVersion } from '../istio/istio-versions.ts'
import { goQuote } from '../kube/go-text.ts'
import { type Labels, labelValue } from '../kube/labels.ts'
import type { InjectorConfig } from './injector-config.ts'
import type { Refusal, RefusalReason } from './refusal.ts'

/** `istioReservedPorts`, pkg/kube/inject, Istio 1.31. */
const reserved: ReadonlyMap<bigint, string> = new Map([
  [15000n, 'Envoy admin'],
  [15001n, 'outbound traffic capture'],
  [15004n, 'pilot debug'],
  [15006n, 'inbound traffic capture'],
  [15008n, 'HBONE tunnel'],
  [15020n, 'pilot-agent status / merged Prometheus'],
  [15021n, 'Envoy health'],
  [15053n, 'DNS proxy'],
  [15090n, 'Envoy Prometheus (already merged)'],
])

const mergeKey = 'prometheus.istio.io/merge-metrics'
const targetsKey = 'prometheus.istio.io/scrape-targets'

interface Written {
  readonly annotation: string
  readonly value: string
  readonly at: SourceLocation | undefined
}

/**
 * What istiod says against the ports that Prometheus is to scrape when it merges the metrics of proxy and application:
 * `applyPrometheusMerge`, pkg/kube/inject/webhook.go, Istio 1.31. Earlier versions check nothing.
 */
export function prometheusRefusal(config: InjectorConfig, annotations: Labels): Maybe<Refusal | undefined> {
  const { minor, prometheusMerge, statusPort } = config.mesh
  if (!istioVersion(minor).checksPrometheus) return known(undefined)
  const scrape = annotationsNamed(annotations, 'prometheus_io_scrape')
  const merge = labelValue(annotations, mergeKey)
  const isOff = anyOf([
    not(thenMaybe(merge, (value) => (value === undefined ? prometheusMerge : known(isTrue(value))))),
    mapMaybe(scrape, (all) => all.some(({ value }) => boolError(value) === undefined && !isTrue(value))),
  ])
  if (isKnown(isOff, true)) return known(undefined)
  const refusal = thenMaybe(statusPort, (port) => portsRefusal(annotations, port))
  return isOff.known || isKnown(refusal, undefined) ? refusal : unknownFrom(isOff, ...(refusal.known ? [] : [refusal]))
}

/** What is wrong with the ports where metrics are merged. */
function portsRefusal(annotations: Labels, statusPort: number): Maybe<Refusal | undefined> {
  const port = annotationsNamed(annotations, 'prometheus_io_port')
  if (!port.known) return port
  const own = port.value[0]
  if (own?.value === String(statusPort)) return known(undefined)
  const portWrong = own && own.value !== '' ? portProblem(own.value, 'port', statusPort) : undefined
  if (own && portWrong !== undefined) return known(refusalOf('configuration', own, portWrong))
  return mapMaybe(labelValue(annotations, targetsKey), (value = '') => {
    const at = annotations.known.get(targetsKey)?.at
    const wrong = targetsProblem(value, statusPort)
    return wrong === undefined ? undefined : refusalOf('targets', { annotation: targetsKey, value, at }, wrong)
  })
}

function refusalOf(what: string, { annotation, value, at }: Written, error: string): Refusal {
  const reason: RefusalReason = { annotation, value, error, at }
  return { answer: `failed to process pod: invalid prometheus scrape ${what}: ${error}`, reasons: [reason] }
}

/** Annotations by their name as Prometheus' relabelling reads it: every odd character is `_`. */
function annotationsNamed({ known: entries, open }: Labels, name: string): Maybe<readonly Written[]> {
  const found: Written[] = []
  for (const [annotation, { value, at }] of entries) {
    if (annotation.replace(/[^a-zA-Z0-9_]/g, '_') !== name) continue
    if (!value.known) return value
    found.push({ annotation, value: value.value, at })
  }
  return found.length > 0 || !open ? known(found) : open
}

function isTrue(value: string): boolean {
  return /^(?:1|t|T|TRUE|true|True)$/.test(value)
}

function portProblem(text: string, what: 'port' | 'target port', statusPort: number): string | undefined {
  const { value, error } = parsed(text)
  if (error || value < 1n || value > 65535n) return `invalid ${what} ${goQuote(text)}`
  if (value === BigInt(statusPort)) return `${what} ${text} conflicts with agent port`
  const reason = reserved.get(value)
  return reason && `${what} ${text} is reserved for Istio (${reason}) and cannot be scraped`
}

function parsed(text: string): { readonly value: bigint; readonly error: boolean } {
  const read = parseInteger(text)
  return read.error === undefined ? { value: read.value, error: false } : { value: 0n, error: true }
}

/** `port:path` pairs; a pair without a port makes the whole list count as none. */
function targetsProblem(text: string, statusPort: number): string | undefined {
  const entries = text.split(',').map((entry) => entry.trim())
  const ports = entries.filter((entry) => entry !== '').map((entry) => (entry.split(':')[0] ?? '').trim())
  if (ports.includes('')) return undefined
  for (const port of ports) {
    const wrong = portProblem(port, 'target port', statusPort)
    if (wrong !== undefined) return wrong
  }
  return undefined
}
