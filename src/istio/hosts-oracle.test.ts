import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sharedFolder } from '../dev/shared.ts'
import { type AnalyzedObject, analyzedHosts, findAnalyzedHost } from './analyzed-hosts.ts'
import {
  fqdnMessage,
  isIstioLabel,
  isIstioWildcardLabel,
  partialWildcardMessage,
  visibilityMessage,
  wildcardDomainMessage,
} from './dns-labels.ts'
import { analyzedHost, resolveGatewayName, resolveHost, resourceOfHost, serviceOfHost } from './fqdn.ts'
import {
  compareSpecificity,
  hostsForNamespace,
  hostsOverlap,
  intersectHosts,
  isCoveredBy,
  isMoreSpecific,
} from './host-names.ts'
import { isHttp, isTcp, isTls, parseProtocol, protocolOfPort } from './protocol.ts'
import { isExportedToAll, isInScope, scopedHost } from './visibility.ts'

/** A line of an oracle file: the input, and what Istio 1.30.3 answered. */
interface Case<In, Out> {
  readonly input: In
  readonly answer: Out
}

function casesOf<In, Out>(folder: string, name: string): Case<In, Out>[] {
  const lines = readFileSync(`${folder}/${name}.ndjson`, 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const { in: input, ...answer } = JSON.parse(line)
    return { input, answer } as Case<In, Out>
  })
}

function hold<In, Out>(folder: string, name: string, answer: (input: In, upstream: Out) => unknown): void {
  const different = casesOf<In, Out>(folder, name).flatMap(({ input, answer: upstream }) => {
    const ours = JSON.stringify(sorted(answer(input, upstream)))
    const theirs = JSON.stringify(sorted(upstream))
    return ours === theirs ? [] : [`${JSON.stringify(input)}\n  ours   ${ours}\n  theirs ${theirs}`]
  })
  assert.equal(different.join('\n'), '')
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}

type Pair = readonly [string, string]
interface Lists {
  readonly a: readonly string[]
  readonly b: readonly string[]
  readonly hosts: readonly string[]
  readonly namespace: string
}
interface Named {
  readonly host: string
  readonly namespace: string
}
interface Exported extends Named {
  readonly exportTo: readonly string[]
  readonly scope: string
  readonly inNamespace: string
}
interface Lookup extends Named {
  readonly exportTo: readonly string[]
  readonly objects: readonly (AnalyzedObject & { readonly name: string })[]
}
interface Port {
  readonly port: number
  readonly name: string
  readonly protocol: string
  readonly appProtocol: string | null
}

function checkNames(folder: string, label: string): void {
  test(`${label}: hosts match, cover and outrank each other as in Istio`, () =>
    hold<Pair, unknown>(folder, 'match', ([a, b]) => ({
      matches: hostsOverlap(a, b),
      subsetOf: isCoveredBy(a, b),
      moreSpecific: isMoreSpecific(a, b),
    })))

  test(`${label}: lists of hosts are intersected, ordered and scoped as in Istio`, () =>
    hold<Lists, unknown>(folder, 'intersection', ({ a, b, hosts, namespace }) => ({
      intersection: intersectHosts(a, b),
      sortedA: [...a].sort(compareSpecificity),
      hostsForNamespace: hostsForNamespace(hosts, namespace),
    })))

  test(`${label}: names are completed as in Istio`, () =>
    hold<Named, unknown>(folder, 'resolve', ({ host, namespace }) => ({
      fqdn: analyzedHost(host, namespace),
      fullName: serviceOfHost(host) ?? { name: '', namespace: '' },
      resourceName: resourceOfHost(host, namespace),
      shortname: resolveHost(host, namespace),
      shortnameNoDomain: resolveHost(host, namespace, ''),
      gateway: resolveGatewayName(host, namespace),
    })))

  test(`${label}: names are valid or not, for the same reasons as in Istio`, () =>
    hold<string, Record<string, unknown>>(folder, 'names', (text, upstream) => ({
      ...upstream,
      fqdn: fqdnMessage(text) ?? null,
      wildcardDomain: wildcardDomainMessage(text) ?? null,
      partialWildcard: partialWildcardMessage(text) ?? null,
      visibility: visibilityMessage(text) ?? null,
      dns1123Label: isIstioLabel(text),
      wildcardDns1123Label: isIstioWildcardLabel(text),
    })))
}

function checkRegistry(folder: string, label: string): void {
  test(`${label}: exportTo holds for the same namespaces as in Istio`, () =>
    hold<Exported, unknown>(folder, 'exportto', ({ exportTo, scope, namespace, host, inNamespace }) => {
      const scoped = scopedHost(scope, namespace, host)
      return {
        all: isExportedToAll(exportTo),
        scoped: `${scoped.scope}/${scoped.fqdn}`,
        scopeOf: scoped.scope,
        fqdnOf: scoped.fqdn,
        inScope: isInScope(scoped, inNamespace),
      }
    }))

  test(`${label}: istioctl analyze finds the same hosts`, () =>
    hold<Lookup, { found: readonly string[] }>(folder, 'lookup', ({ objects, namespace, exportTo, host }) => {
      const hosts = analyzedHosts(objects)
      const found = findAnalyzedHost(hosts, host, namespace, exportTo).map((object) =>
        object.kind === 'Service' ? `Service ${analyzedHost(object.name, object.namespace)}` : object.name,
      )
      return { map: [...hosts.keys()].sort(), found: found.length ? [...new Set(found)].sort() : ['none'] }
    }))

  test(`${label}: ports speak the protocols that Istio takes them to speak`, () =>
    hold<Port, unknown>(folder, 'protocol', ({ port, name, protocol, appProtocol }) => {
      const spoken = protocolOfPort({ port, name, protocol, appProtocol: appProtocol ?? undefined })
      return {
        protocol: spoken,
        parsedName: parseProtocol(name),
        isHTTP: isHttp(spoken),
        isTCP: isTcp(spoken),
        isTLS: isTls(spoken),
      }
    }))
}

const sample = fileURLToPath(new URL('../../test-fixtures/oracle/hosts', import.meta.url))
checkNames(sample, 'a sample')
checkRegistry(sample, 'a sample')
const shared = sharedFolder('oracle/hosts')
if (shared) {
  checkNames(shared, 'every recorded case')
  checkRegistry(shared, 'every recorded case')
}

test.run()
