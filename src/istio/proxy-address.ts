import { byteLength, goQuote } from '../kube/go-text.ts'
import { parseInteger } from './go-number.ts'
import { parseAddress } from './ip-address.ts'

/** The error of `ValidateProxyAddress`, pkg/config/validation/agent/validation.go, Istio 1.30. */
export function proxyAddressError(text: string): string | undefined {
  const split = splitHostPort(text)
  if ('why' in split) return `unable to split ${goQuote(text)}: ${text && `address ${text}: `}${split.why}`
  const port = parseInteger(split.port)
  if (port.error !== undefined) return `port (${split.port}) is not a number: ${port.error}`
  const wrong = portError(port.value)
  if (wrong) return wrong
  const isHost = isDomainName(split.host) || parseAddress(split.host).error === undefined
  return isHost ? undefined : `${goQuote(split.host)} is not a valid hostname or an IP address`
}

/** `ValidatePort`. */
export function portError(port: bigint | number): string | undefined {
  return port >= 1 && port <= 65535 ? undefined : `port number ${port} must be in the range 1..65535`
}

interface HostPort {
  readonly host: string
  readonly port: string
}

/** Go's net.SplitHostPort. */
function splitHostPort(text: string): HostPort | { readonly why: string } {
  const colon = text.lastIndexOf(':')
  if (colon < 0) return { why: 'missing port in address' }
  const port = text.slice(colon + 1)
  if (!text.startsWith('[')) {
    const host = text.slice(0, colon)
    if (host.includes(':')) return { why: 'too many colons in address' }
    return stray(text, text) ?? { host, port }
  }
  const end = text.indexOf(']')
  if (end < 0) return { why: "missing ']' in address" }
  if (end + 1 === text.length) return { why: 'missing port in address' }
  if (end + 1 !== colon)
    return { why: text[end + 1] === ':' ? 'too many colons in address' : 'missing port in address' }
  return stray(text.slice(1), text.slice(end + 1)) ?? { host: text.slice(1, end), port }
}

function stray(forOpening: string, forClosing: string): { readonly why: string } | undefined {
  if (forOpening.includes('[')) return { why: "unexpected '[' in address" }
  return forClosing.includes(']') ? { why: "unexpected ']' in address" } : undefined
}

/** `ValidateFQDN`: the last label may be empty, and is no number. */
function isDomainName(text: string): boolean {
  if (text === '' || byteLength(text) > 255) return false
  const labels = text.split('.')
  const last = labels.at(-1) ?? ''
  if (parseInteger(last).error === undefined) return false
  return labels.every((label, index) => {
    if (index === labels.length - 1 && label === '') return true
    return label.length <= 63 && /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(label)
  })
}
