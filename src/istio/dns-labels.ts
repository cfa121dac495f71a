import { byteLength, goQuote } from '../kube/go-text.ts'

/**
 * The validators by which Istio refuses names of hosts and namespaces: each gives upstream's message, none when valid.
 * Source: Istio 1.30.3, pkg/config/labels/instance.go, pkg/config/validation/agent/validation.go, pkg/config/visibility.
 */

const label = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/
const wildcardLabel = /^(\*|(\*|\*-)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)$/

/** A DNS label; Istio allows capital letters (IsDNS1123Label). */
export function isIstioLabel(text: string): boolean {
  return byteLength(text) <= 63 && label.test(text)
}

/** A DNS label that may be, or begin with, a wildcard: `*`, `*-foo`, `*foo` (IsWildcardDNS1123Label). */
export function isIstioWildcardLabel(text: string): boolean {
  return byteLength(text) <= 63 && wildcardLabel.test(text)
}

/** An entry of `exportTo` (visibility.Instance.Validate); `~` is checked where it is allowed. */
export function visibilityMessage(entry: string): string | undefined {
  if (entry === '.' || entry === '*' || entry === '~' || isIstioLabel(entry)) return undefined
  return 'only .,*, or a valid DNS 1123 label is allowed as exportTo entry'
}

/** A full host without wildcards (ValidateFQDN). */
export function fqdnMessage(host: string): string | undefined {
  return lengthMessage(host) ?? labelsMessage(host)
}

/** A host whose first label may be a wildcard (ValidateWildcardDomain). */
export function wildcardDomainMessage(host: string): string | undefined {
  const length = lengthMessage(host)
  if (length) return length
  const dot = host.indexOf('.')
  const first = dot < 0 ? host : host.slice(0, dot)
  if (!isIstioWildcardLabel(first)) return labelsMessage(host)
  return dot < 0 ? undefined : labelsMessage(host.slice(dot + 1))
}

/** A host in which a wildcard is anything but the whole first label (ValidatePartialWildCard). */
export function partialWildcardMessage(host: string): string | undefined {
  const partial = host.includes('*') && host !== '*' && !host.startsWith('*.')
  return partial ? `partial wildcard ${goQuote(host)} not allowed` : undefined
}

function lengthMessage(host: string): string | undefined {
  if (byteLength(host) > 255) return `domain name ${goQuote(host)} too long (max 255)`
  return host === '' ? 'empty domain name not allowed' : undefined
}

function labelsMessage(host: string): string | undefined {
  const labels = host.split('.')
  const top = labels.at(-1) ?? ''
  if (/^[-+]?\d+$/.test(top))
    return `domain name ${goQuote(host)} invalid (top level domain ${goQuote(top)} cannot be all-numeric)`
  // An unambiguous name may end with a dot.
  const wrong = (top === '' ? labels.slice(0, -1) : labels).find((text) => !isIstioLabel(text))
  return wrong === undefined ? undefined : `domain name ${goQuote(host)} invalid (label ${goQuote(wrong)} invalid)`
}
