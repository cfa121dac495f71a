import type { Construct, Node } from './constructs.ts'
import { environment, isKnown, sha1, unknownValue } from './native.ts'

/** Generated names (cdk8s 2.70.106, lib/names.js). */

const hashLength = 8

interface NameOptions {
  readonly maxLen?: number
  readonly extra?: readonly string[]
  readonly delimiter?: string
  readonly includeHash?: boolean
}

function hashOf(node: Node): string {
  if (environment('CDK8S_LEGACY_HASH'))
    return unknownValue('the old hash of a name', 'unset CDK8S_LEGACY_HASH, which today’s names do without')
  return node.addr.slice(0, hashLength)
}

/** What remains of a component: the characters that names may have, as many as fit. */
function clean(component: string, maxLen: number): string {
  return component.replace(/[^0-9a-zA-Z\-_.]/g, '').slice(0, maxLen)
}

function isPlaceholder(part: string): boolean {
  const lower = part.toLowerCase()
  return lower === 'resource' || lower === 'default'
}

/** The readable form: without repetitions, its front cut off where it is too long. */
function join(components: readonly string[], delimiter: string, maxLen: number): string {
  const backwards = [...components].reverse()
  const distinct = backwards.filter((part, index) => index === 0 || part !== backwards[index - 1])
  const kept = distinct.join('/').slice(0, maxLen).split('/').reverse()
  const parts = kept
    .filter((part) => part !== '')
    .join(delimiter)
    .split(delimiter)
  return parts.filter((part) => part !== '' && !isPlaceholder(part)).join(delimiter)
}

function nameOf(scope: Construct, options: NameOptions, what: string, isPlain: RegExp, lower: boolean): string {
  const maxLen = options.maxLen ?? 63
  const withHash = options.includeHash ?? true
  const delimiter = options.delimiter ?? '-'
  if (maxLen < hashLength && withHash)
    throw new Error(`minimum max length for ${what} is ${hashLength} (required for hash)`)
  if (!lower && /[^0-9a-zA-Z\-_.]/.test(delimiter)) throw new Error('delim should not contain "[^0-9a-zA-Z-_.]"')
  const components = [...scope.node.path.split('/'), ...(options.extra ?? [])]
  const only = components.length === 1 ? components[0] : undefined
  if (only !== undefined && isPlain.test(only) && only.length <= maxLen) return only
  const cleaned = components.map((one) => clean(lower ? one.toLocaleLowerCase() : one, maxLen))
  return join(withHash ? [...cleaned, hashOf(scope.node)] : cleaned, delimiter, maxLen)
}

/** The names and label values that cdk8s derives from a construct's path. */
export const Names = Object.freeze({
  toDnsLabel(scope: Construct, options: NameOptions = {}): string {
    // A hash over an unknown id is unknown for the same reason as the id.
    if (!isKnown(scope.node.path) && (options.includeHash ?? true)) return sha1(scope.node.path)
    return nameOf(scope, options, 'object names', /^[0-9a-z-]+$/, true)
  },

  toLabelValue(scope: Construct, options: NameOptions = {}): string {
    if (!isKnown(scope.node.path) && (options.includeHash ?? true)) return sha1(scope.node.path)
    const name = nameOf(scope, options, 'label', /^(([0-9a-zA-Z][0-9a-zA-Z\-_.]*)?[0-9a-zA-Z])?$/, false)
    return name.replace(/^[^0-9a-zA-Z]+/, '')
  },
})
