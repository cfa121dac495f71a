import { byteLength, goQuote } from '../kube/go-text.ts'
import { parseQuantity } from '../kube/quantity.ts'
import { boolError, trimSpace, uintError } from './go-number.ts'
import { prefixError } from './ip-address.ts'
import { proxyConfigError } from './proxy-config.ts'

/** What istiod says against a value; undefined where it takes it. */
type Validator = (value: string) => string | undefined

/**
 * The annotations that istiod checks before it injects a pod: `AnnotationValidation`, pkg/kube/inject/validate.go,
 * Istio 1.30. A value that it refuses rejects the pod. Many others that look alike are not checked at all.
 */
const validators: ReadonlyMap<string, Validator> = new Map<string, Validator>([
  ['sidecar.istio.io/interceptionMode', interceptionModeError],
  ['status.sidecar.istio.io/port', (value) => within('excludeInboundPorts', portTextError(value))],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', (value) => uintError(value, 32)],
  ['readiness.status.sidecar.istio.io/periodSeconds', (value) => uintError(value, 32)],
  ['readiness.status.sidecar.istio.io/failureThreshold', (value) => uintError(value, 32)],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', orStar((value) => rangesError('includeIPRanges', value))],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', (value) => rangesError('excludeIPRanges', value)],
  ['traffic.sidecar.istio.io/includeInboundPorts', orStar((value) => portsError('includeInboundPorts', value))],
  ['traffic.sidecar.istio.io/excludeInboundPorts', (value) => portsError('excludeInboundPorts', value)],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', (value) => portsError('excludeOutboundPorts', value)],
  ['traffic.sidecar.istio.io/excludeInterfaces', interfacesError],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', interfacesError],
  ['istio.io/reroute-virtual-interfaces', interfacesError],
  ['prometheus.istio.io/merge-metrics', boolError],
  ['proxy.istio.io/config', proxyConfigError],
  ['sidecar.istio.io/proxyCPU', amountError],
  ['sidecar.istio.io/proxyMemory', amountError],
  ['sidecar.istio.io/proxyCPULimit', amountError],
  ['sidecar.istio.io/proxyMemoryLimit', amountError],
])

/** Whether istiod looks at the value of an annotation. */
export function isCheckedAnnotation(annotation: string): boolean {
  return validators.has(annotation)
}

/** What istiod says against a value of an annotation; undefined where it takes it, or does not look at it. */
export function annotationError(annotation: string, value: string): string | undefined {
  return validators.get(annotation)?.(value)
}

function orStar(validate: Validator): Validator {
  return (value) => (value === '*' ? undefined : validate(value))
}

function within(parameter: string, error: string | undefined): string | undefined {
  return error === undefined ? undefined : `${parameter} invalid: ${error}`
}

function firstError(parts: readonly string[], validate: Validator): string | undefined {
  for (const part of parts) {
    const error = validate(part)
    if (error !== undefined) return error
  }
  return undefined
}

function interceptionModeError(value: string): string | undefined {
  if (value === 'REDIRECT' || value === 'TPROXY' || value === 'NONE') return undefined
  return `interceptionMode invalid, use REDIRECT,TPROXY,NONE: ${value}`
}

function portTextError(value: string): string | undefined {
  const error = uintError(trimSpace(value), 16)
  return error === undefined ? undefined : `failed parsing port '${value}': ${error}`
}

/** Each port may have blanks around it; an empty list has none. */
function portsError(parameter: string, value: string): string | undefined {
  const trimmed = trimSpace(value)
  if (trimmed === '') return undefined
  const error = firstError(trimmed.split(','), (part) => {
    const wrong = portTextError(part)
    return wrong === undefined ? undefined : `failed parsing port '${part}': ${wrong}`
  })
  return within(parameter, error)
}

/** No range may have blanks around it. */
function rangesError(parameter: string, value: string): string | undefined {
  if (value === '') return undefined
  const error = firstError(value.split(','), (part) => {
    const wrong = prefixError(part)
    return wrong === undefined ? undefined : `failed parsing cidr '${part}': ${wrong}`
  })
  return within(parameter, error)
}

/** pkg/util/net/ip.go, Istio 1.30: names as the Linux kernel allows them, less some. */
function interfacesError(value: string): string | undefined {
  if (value === '') return undefined
  return firstError(value.split(','), (part) => {
    const name = trimSpace(part)
    if (name === '') return 'empty interface name'
    if (byteLength(name) > 15) return `interface name ${goQuote(name)} too long (max 15 chars)`
    if (/^[a-zA-Z][a-zA-Z0-9_.-]*$/.test(name)) return undefined
    return `interface name ${goQuote(name)} contains invalid characters`
  })
}

function amountError(value: string): string | undefined {
  return /\p{Cc}/u.test(value) ? 'value contains control characters' : parseQuantity(value).error
}
