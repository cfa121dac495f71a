import { byteLength } from './go-text.ts'

/**
 * Kubernetes' validators of names: each gives upstream's messages, none when the text is valid.
 * Source: k8s.io/apimachinery v0.35.4, pkg/util/validation/validation.go and pkg/api/validate/content.
 */

const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
const dns1123Label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const dns1123Subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const dns1035Label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/
const wildcardSubdomain = /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const envVarName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/
const headerName = /^[-A-Za-z0-9]+$/
const configMapKey = /^[-._a-zA-Z0-9]+$/

const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
const nameText =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"

/** A label or annotation key: an optional DNS prefix with `/`, and a name. */
export function isQualifiedName(text: string): readonly string[] {
  const parts = text.split('/')
  if (parts.length > 2) {
    const start = regexMessage(`a valid label key ${nameText}`, qualifiedName, 'MyName', 'my.name', '123-abc')
    return [`${start} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  }
  const messages: string[] = []
  if (parts.length === 2) for (const message of prefixMessages(parts[0] ?? '')) messages.push(`prefix part ${message}`)
  const name = parts.at(-1) ?? ''
  if (name === '') messages.push('name part must be non-empty')
  else if (byteLength(name) > 63) messages.push('name part must be no more than 63 bytes')
  if (!qualifiedName.test(name))
    messages.push(regexMessage(`name part ${nameText}`, qualifiedName, 'MyName', 'my.name', '123-abc'))
  return messages
}

function prefixMessages(prefix: string): readonly string[] {
  if (prefix === '') return ['must be non-empty']
  return withLength(prefix, 253, 'bytes', subdomainMessages(prefix))
}

/** The value of a label; the empty text is one. */
export function isValidLabelValue(text: string): readonly string[] {
  const what =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
  const messages = labelValue.test(text) ? [] : [regexMessage(what, labelValue, 'MyValue', 'my_value', '12345')]
  return withLength(text, 63, 'bytes', messages)
}

/** The name of a container, port or Namespace. */
export function isDns1123Label(text: string): readonly string[] {
  if (dns1123Label.test(text)) return withLength(text, 63, 'characters', [])
  const what =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
  const message = dns1123Subdomain.test(text)
    ? 'must not contain dots'
    : regexMessage(what, dns1123Label, 'my-name', '123-abc')
  return withLength(text, 63, 'characters', [message])
}

/** The name of most objects. */
export function isDns1123Subdomain(text: string): readonly string[] {
  return withLength(text, 253, 'characters', subdomainMessages(text))
}

/** The name of a Service. */
export function isDns1035Label(text: string): readonly string[] {
  const what =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character"
  const messages = dns1035Label.test(text) ? [] : [regexMessage(what, dns1035Label, 'my-name', 'abc-123')]
  return withLength(text, 63, 'characters', messages)
}

/** A host with a wildcard as its first label. */
export function isWildcardDns1123Subdomain(text: string): readonly string[] {
  const what =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"
  const messages = wildcardSubdomain.test(text) ? [] : [regexMessage(what, wildcardSubdomain, '*.example.com')]
  return withLength(text, 253, 'characters', messages)
}

/** The name of a container's port. */
export function isValidPortName(text: string): readonly string[] {
  const messages: string[] = []
  if (!/^[-a-z0-9]+$/.test(text))
    messages.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(text)) messages.push('must contain at least one letter (a-z)')
  if (text.includes('--')) messages.push('must not contain consecutive hyphens')
  if (text.startsWith('-') || text.endsWith('-')) messages.push('must not begin or end with a hyphen')
  return withLength(text, 15, 'characters', messages)
}

/** The name of an environment variable, in its older, strict form. */
export function isEnvVarName(text: string): readonly string[] {
  const what =
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit"
  const messages = envVarName.test(text)
    ? []
    : [regexMessage(what, envVarName, 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1')]
  return [...messages, ...parentFolderMessages(text)]
}

/** The name of an environment variable, in its newer form: what can be printed, but no `=`. */
export function isRelaxedEnvVarName(text: string): readonly string[] {
  const what = "a valid environment variable name must consist only of printable ASCII characters other than '='"
  const isEmpty = text === '' ? ['environment variable name must be non-empty'] : []
  return /^[ -<>-~]*$/.test(text) ? isEmpty : [...isEmpty, what]
}

/** The name of a header that a probe sends. */
export function isHttpHeaderName(text: string): readonly string[] {
  if (headerName.test(text)) return []
  const what = "a valid HTTP header must consist of alphanumeric characters or '-'"
  return [regexMessage(what, headerName, 'X-Header-Name')]
}

/** A key of a ConfigMap's or Secret's data. */
export function isConfigMapKey(text: string): readonly string[] {
  const what = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
  const messages = configMapKey.test(text) ? [] : [regexMessage(what, configMapKey, 'key.name', 'KEY_NAME', 'key-name')]
  return [...withLength(text, 253, 'characters', messages), ...parentFolderMessages(text)]
}

function subdomainMessages(text: string): readonly string[] {
  return dns1123Subdomain.test(text) ? [] : [regexMessage(subdomainText, dns1123Subdomain, 'example.com')]
}

function parentFolderMessages(text: string): readonly string[] {
  if (text === '.' || text === '..') return [`must not be '${text}'`]
  return text.startsWith('..') ? ["must not start with '..'"] : []
}

function withLength(text: string, limit: number, unit: string, messages: readonly string[]): readonly string[] {
  return byteLength(text) > limit ? [`must be no more than ${limit} ${unit}`, ...messages] : messages
}

/** Upstream's RegexError: the text, examples and the expression without its anchors. */
function regexMessage(what: string, regex: RegExp, ...examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ')
  return `${what} (e.g. ${shown}regex used for validation is '${regex.source.slice(1, -1)}')`
}
