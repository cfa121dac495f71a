import { known, type Maybe, type Unknown, unknownFrom } from '../base/maybe.ts'
import { compareText } from '../base/order.ts'
import { jsonError } from '../kube/go-json.ts'
import { type Labels, labelPlace, labelValue } from '../kube/labels.ts'
import { brokenMetadata } from './proxy-metadata.ts'
import type { Refusal } from './refusal.ts'

/**
 * Annotations whose values istiod pastes into the YAML of its template unchecked
 * (manifests/charts/istio-control/istio-discovery/files/injection-template.yaml, Istio 1.31), and what it answers when
 * the result is no YAML, or not the YAML of a pod. Recorded: injection-recorded.md D.
 */
type Check = (value: string) => string | undefined

const noJson = 'failed applying injection overlay: strategic merge: invalid JSON document'
const mapAsText =
  'failed applying injection overlay: unmarshal patched pod: json: cannot unmarshal object into Go struct field Container.spec.initContainers.args of type string'

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['sidecar.istio.io/userVolumeMount', (value) => listError(value, 'userVolumeMount', '467:73')],
  ['sidecar.istio.io/userVolume', (value) => listError(value, 'userVolume', '541:70')],
  ['sidecar.istio.io/logLevel', plainError],
  ['sidecar.istio.io/componentLogLevel', plainError],
  ['sidecar.istio.io/agentLogLevel', plainArgument],
  ['sidecar.istio.io/bootstrapOverride', (value) => (plainError(value) === undefined ? undefined : noJson)],
  ['sidecar.istio.io/proxyImage', quotedError],
  ['traffic.sidecar.istio.io/includeOutboundPorts', quotedError],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', (value) => rangeError(value, 'initialDelaySeconds')],
  ['readiness.status.sidecar.istio.io/periodSeconds', (value) => rangeError(value, 'periodSeconds')],
  ['readiness.status.sidecar.istio.io/failureThreshold', (value) => rangeError(value, 'failureThreshold')],
  ['proxy.istio.io/config', (value) => (brokenMetadata(value) ? noJson : undefined)],
])

/** Where the pod has a proxy already, mounts are merged by their path, whose field has to be spelt as it is. */
const mergeCheck: readonly [string, Check] = ['sidecar.istio.io/userVolumeMount', mergeError]

function mergeError(value: string): string | undefined {
  const parsed: unknown = jsonError(value) === undefined ? JSON.parse(value) : undefined
  if (typeof parsed !== 'object' || parsed === null) return undefined
  for (const [name, mount] of Object.entries(parsed)) {
    if (typeof mount !== 'object' || mount === null || 'mountPath' in mount) continue
    const fields = Object.entries({ name, ...mount }).sort(([a], [b]) => compareText(a, b))
    const shown = fields.map(([key, field]) => `${key}:${String(field)}`).join(' ')
    return `failed parsing generated injected YAML (check Istio sidecar injector configuration): strategic merge: map: map[${shown}] does not contain declared merge key: mountPath`
  }
  return undefined
}

/** The first of these annotations that breaks the template of the sidecar. `hasProxy` before this call. */
export function brokenRendering(annotations: Labels, hasProxy: boolean): Maybe<Refusal | undefined> {
  const missing: Unknown[] = []
  for (const [annotation, check] of hasProxy ? [...checks, mergeCheck] : checks) {
    const value = labelValue(annotations, annotation)
    if (!value.known) missing.push(value)
    if (!value.known || value.value === undefined) continue
    const error = check(value.value)
    if (error === undefined) continue
    const reason = { annotation, value: value.value, error, at: labelPlace(annotations, annotation) }
    return known({ answer: `failed to run injection template: ${error}`, reasons: [reason] })
  }
  const [first, ...rest] = missing
  return first ? unknownFrom(first, ...rest) : known(undefined)
}

/** A value that stands alone behind `- ` or `name: `. */
function plainError(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return noJson
  return /^[^"'#]*:\s/.test(value) || value.endsWith(':') ? mapAsText : undefined
}

/** A value behind `--log_output_level=`. */
function plainArgument(value: string): string | undefined {
  if (value.startsWith('"')) return noJson
  return plainError(value)
}

/** A value between double quotes. */
function quotedError(value: string): string | undefined {
  return value.includes('"') || value.endsWith('\\') ? noJson : undefined
}

/** Volumes are JSON: a map by name of maps, or a list of them. What is no JSON becomes a text, over which no loop runs. */
function listError(value: string, field: string, place: string): string | undefined {
  const parsed: unknown = jsonError(value) === undefined ? JSON.parse(value) : undefined
  if (typeof parsed !== 'object' || parsed === null)
    return `template: inject:${place}: executing "inject" at <\`sidecar.istio.io/${field}\`>: range can't iterate over {}`
  const isBroken = Object.values(parsed).some((item) => typeof item !== 'object' || item === null || isEmpty(item))
  return isBroken ? noJson : undefined
}

function isEmpty(item: object): boolean {
  return Object.keys(item).length === 0
}

/** Numbers that istiod takes, but no field of a probe. */
function rangeError(value: string, field: string): string | undefined {
  if (!/^\d+$/.test(value) || Number(value) <= 2_147_483_647) return undefined
  return `failed applying injection overlay: unmarshal patched pod: json: cannot unmarshal number ${Number(value)} into Go struct field Probe.spec.initContainers.readinessProbe.${field} of type int32`
}
