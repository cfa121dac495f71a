import { isClose, nearestNames } from '../base/nearest.ts'
import { jsonName } from './config-fields.ts'
import type { IstioKey, KeyPart } from './istio-key.ts'
import { knownAnnotations } from './known-annotations.ts'
import { knownLabels } from './known-labels.ts'
import { proxyConfigFields } from './proto-fields.ts'

const all: readonly IstioKey[] = [...knownAnnotations, ...knownLabels]
const byName = new Map<string, readonly IstioKey[]>()
for (const key of all) byName.set(key.name, [...(byName.get(key.name) ?? []), key])

/** Keys that somebody may have meant: not those that Istio writes itself, or knows no more. */
const meant = [...byName].filter(([, keys]) => keys.some(isMeant)).map(([name]) => name)

function isMeant({ internal, until }: IstioKey): boolean {
  return !internal && until === undefined
}

/** The same names without the `.io` that people forget. */
const bareMeant: ReadonlyMap<string, string> = new Map(meant.map((name) => [withoutEnding(name), name]))

function withoutEnding(name: string): string {
  return name.replace('istio.io/', 'istio/')
}

const configFields = Object.keys(proxyConfigFields).map(jsonName)

/** Prefixes of which the tables have every key, since the injector and the agent alone read them. */
const closedPrefixes: ReadonlySet<string> = new Set([
  'inject.istio.io',
  'proxy.istio.io',
  'readiness.status.sidecar.istio.io',
  'sidecar.istio.io',
  'status.sidecar.istio.io',
  'traffic.sidecar.istio.io',
])

/** Prefixes of which there may be more keys than the tables have: other parts of Istio use them for themselves, too. */
const openPrefixes: ReadonlySet<string> = new Set([
  'ambient.istio.io',
  'gateway.istio.io',
  'istio.io',
  'networking.istio.io',
  'security.istio.io',
  'service.istio.io',
  'topology.istio.io',
  'traffic.istio.io',
])

/** What people write for something else than a slip of it, and what they mean. */
const mistaken: ReadonlyMap<string, string> = new Map([
  ['istio-inject', 'istio-injection'],
  ['istio-injected', 'istio-injection'],
  ['istio.io/inject', 'sidecar.istio.io/inject'],
  ['istio.io/injection', 'istio-injection'],
  ['istio.io/istio-injection', 'istio-injection'],
  ['istio.io/revision', 'istio.io/rev'],
  ['istio-revision', 'istio.io/rev'],
  ['sidecar.istio.io/injection', 'sidecar.istio.io/inject'],
])

/** What is known of a label or annotation; undefined where no version has it as that. */
export function istioKey(part: KeyPart, name: string): IstioKey | undefined {
  return byName.get(name)?.find((key) => key.part === part)
}

/** Whether some version of Istio has a key of that name, as a label or as an annotation. */
export function isIstioKey(name: string): boolean {
  return byName.has(name)
}

/** How much of a key's prefix the tables know: all that Istio reads, a part of it, or nothing. */
export function prefixOf(name: string): 'closed' | 'open' | 'foreign' {
  const prefix = name.slice(0, Math.max(0, name.indexOf('/')))
  return closedPrefixes.has(prefix) ? 'closed' : openPrefixes.has(prefix) ? 'open' : 'foreign'
}

/** The known key that an unknown one is a slip of: other case, two wrong letters at most, or another of Istio's prefixes. */
export function slipOf(name: string): string | undefined {
  if (byName.has(name) || !/isti|stio|isto|itio|isito|sidecar|inject/i.test(name)) return undefined
  const known = mistaken.get(name)
  if (known) return known
  const bare = withoutEnding(name)
  const near = nearestNames(name, meant).find((candidate) => isClose(name, candidate))
  const nearBare = nearestNames(bare, bareMeant.keys()).find((candidate) => isClose(bare, candidate))
  return near ?? (nearBare && bareMeant.get(nearBare)) ?? inOtherPrefix(name)
}

/** A known key with that last part below another prefix of Istio's. */
function inOtherPrefix(name: string): string | undefined {
  const [prefix = '', last = ''] = name.split('/')
  if (last.length < 6 || !/(^|\.)istio\.io$/.test(prefix)) return undefined
  const lastOf = (candidate: string): string => candidate.slice(candidate.indexOf('/') + 1)
  const same = meant.filter((candidate) => lastOf(candidate).toLowerCase() === last.toLowerCase())
  const near = same.length > 0 ? same : meant.filter((candidate) => isClose(lastOf(candidate), last))
  return near.length === 1 ? near[0] : undefined
}

/** The field of `proxy.istio.io/config` that somebody takes for an annotation of its own: `sidecar.istio.io/concurrency`. */
export function configFieldOf(name: string): string | undefined {
  if (prefixOf(name) !== 'closed') return undefined
  const last = name.slice(name.indexOf('/') + 1).toLowerCase()
  return configFields.find((field) => field.toLowerCase() === last)
}

/** The known keys that resemble an unknown one below a prefix of Istio's. */
export function resemblingKeys(name: string): readonly string[] {
  return prefixOf(name) === 'foreign' ? [] : nearestNames(name, meant, 1)
}
