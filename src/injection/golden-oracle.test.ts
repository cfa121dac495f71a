import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Node, nodeAt, plainData, scalarNode, textAt, withEntries } from '../base/tree.ts'
import { resourceOf } from '../dev/cluster-oracle.ts'
import {
  type GoldenCase,
  goldenCases,
  goldenInstallation,
  goldenObjects,
  goldenTemplates,
} from '../dev/golden-oracle.ts'
import { treeOf } from '../dev/tree-of.ts'
import { asStored } from '../kube/api-type.ts'
import { podType } from '../kube/pod-type.ts'
import type { Resource } from '../kube/resource.ts'
import { podTemplatePath } from '../kube/workload.ts'
import { injectedPod } from '../sidecar/injected-pod.ts'
import { injectorSources } from '../sidecar/injector-source.ts'
import { sidecarSettings } from '../sidecar/sidecar-settings.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { AdmittedPod } from './admitted-pod.ts'
import { simulate } from './simulate.ts'

/** The development tree that the cases are of. */
const istioVersion = '1.32'

interface Unreached {
  readonly id: string
  /** Upstream's file and line. */
  readonly upstream: string
  readonly why: string
}

const unreachedFile = fileURLToPath(new URL('../../test-fixtures/oracle/injection/unreached.json', import.meta.url))
const unreached: readonly Unreached[] = JSON.parse(readFileSync(unreachedFile, 'utf8'))

function snapshotOf(resources: readonly Resource[]): Snapshot {
  return makeSnapshot({ name: '.', kind: 'plain', resources, files: [] }, { complete: false })
}

/** An object with the namespace that upstream's harness takes where none is written. */
function placed(root: Node): Node {
  const metadata = nodeAt(root, ['metadata'])
  const namespace = nodeAt(root, ['metadata', 'namespace']) ?? scalarNode('default', root)
  return withEntries(root, root, { metadata: withEntries(metadata, root, { namespace }) })
}

/** The pod in an object, with the metadata that kube-inject writes to: of a CronJob those of its Jobs. */
function templateOf(root: Node): Node | undefined {
  const path = podTemplatePath(resourceOf(root))
  const template = path && nodeAt(root, path)
  if (!template) return undefined
  const metadata = nodeAt(
    root,
    textAt(root, 'kind') === 'CronJob' ? ['spec', 'jobTemplate', 'metadata'] : [...path, 'metadata'],
  )
  return withEntries(template, template, { metadata })
}

/** A template as upstream's harness hands it to the injector: a Go value, in its namespace, owned by its workload. */
function handed(template: Node, owner: Resource): Node {
  const { apiVersion, kind, name, kindName } = owner
  const reference = { apiVersion, kind, name: name.known ? name.value : '', controller: true }
  const ownerReferences = kindName === 'CustomWorkload' ? treeOf([reference]) : undefined
  const namespace = nodeAt(owner.root, ['metadata', 'namespace'])
  const metadata = withEntries(nodeAt(template, ['metadata']), template, { namespace, ownerReferences })
  const spec = nodeAt(template, ['spec'])
  const lists = ['containers', 'initContainers'].map((kind) => {
    const list = spec && nodeAt(spec, [kind])
    return [kind, list?.type === 'list' ? { ...list, items: list.items.map(withResources) } : list] as const
  })
  return withEntries(template, template, { metadata, spec: withEntries(spec, template, Object.fromEntries(lists)) })
}

/** Go writes a container's resources though they are empty, and amounts in their canonical form. */
function withResources(container: Node): Node {
  const pod = asStored(treeOf({ spec: { containers: [plainData(container)] } }), podType, container)
  const resources = pod && nodeAt(pod, ['spec', 'containers', 0, 'resources'])
  return withEntries(container, container, { resources: resources ?? treeOf({}) })
}

/** A pod as upstream's types hold it, without what only one side of the comparison has. */
function comparable(pod: Node): unknown {
  const { metadata, spec } = JSON.parse(JSON.stringify(plainData(asStored(pod, podType, pod) ?? pod)))
  return sorted({ labels: metadata?.labels ?? {}, annotations: metadata?.annotations ?? {}, spec })
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]))
}

/** What is wrong with our answer to a case; empty where it is upstream's. */
function differences(one: GoldenCase): readonly string[] {
  const installation = goldenInstallation(one)
  const objects = goldenObjects(one.in).map((root) => resourceOf(placed(root)))
  const pods = simulate(snapshotOf([...installation, ...objects]), [{ revision: '' }], istioVersion)
  const own = pods.filter(({ owner }) => objects.includes(owner))
  if (one.want === null) return own.flatMap((pod) => wrongRefusal(one, pod))
  const wanted = goldenObjects(one.want)
  return objects.flatMap((owner, index) => {
    const want = wanted[index]
    const template = templateOf(owner.root)
    const wantedTemplate = want && templateOf(want)
    if (!template || !wantedTemplate) return []
    const pod = own.find((it) => it.owner === owner)
    return [...wrongVerdict(one, pod, wantedTemplate), ...wrongPod(one, installation, owner, template, wantedTemplate)]
  })
}

function wrongRefusal({ expectedError = '' }: GoldenCase, { verdict, message = '' }: AdmittedPod): readonly string[] {
  const isRight = verdict === 'rejected' && message.toLowerCase().includes(expectedError)
  return isRight ? [] : [`${verdict}: ${message}`]
}

const hasStatus = (template: Node): boolean => textAt(template, 'metadata', 'annotations', statusKey) !== undefined
const statusKey = 'sidecar.istio.io/status'

/**
 * Which templates an installation has besides the chart's only its own ConfigMap shows, which the cases do not hold. What
 * the controller of a custom workload adds to its pods is not known: its verdict is not either.
 */
function wrongVerdict(one: GoldenCase, pod: AdmittedPod | undefined, want: Node): readonly string[] {
  if (goldenTemplates(one).size > 0 || pod?.owner.kindName === 'CustomWorkload') return []
  const hasProxy = hasStatus(want) && JSON.stringify(plainData(want)).includes('"name":"istio-proxy"')
  const expected = hasProxy ? 'injected' : 'not-injected'
  const verdict = pod && injectorsVerdict(pod)
  return verdict === expected ? [] : [`verdict ${verdict}, not ${expected}`]
}

/** The verdict where nothing comes after the injector: upstream's harness has no API server, which refuses some pods. */
function injectorsVerdict({ verdict, trail }: AdmittedPod): AdmittedPod['verdict'] {
  if (verdict !== 'rejected' || trail.at(-1)?.stage !== 'apiserver') return verdict
  return trail.some(({ stage, outcome }) => stage === 'injector' && outcome === 'injected')
    ? 'injected'
    : 'not-injected'
}

function wrongPod(
  one: GoldenCase,
  installation: readonly Resource[],
  owner: Resource,
  template: Node,
  want: Node,
): readonly string[] {
  const address = { revision: '', namespace: 'istio-system', path: '/inject', istioVersion }
  const snapshot = snapshotOf(installation)
  const [source] = injectorSources(snapshot, istioVersion)(address).alternatives
  const settings = sidecarSettings(snapshot, source, address)
  if (!settings.known) return settings.gaps.map(({ what }) => what)
  const pod = handed(template, owner)
  const injected = injectedPod(pod, owner, { ...settings.value, customTemplates: goldenTemplates(one) })
  const ours = hasStatus(want) ? injected : { known: true as const, value: pod }
  if (!ours.known) return ours.gaps.map(({ what }) => what)
  const [a, b] = [ours.value, want].map((node) => JSON.stringify(comparable(node), null, 1).split('\n'))
  return (a ?? []).flatMap((line, index) => (line === b?.[index] ? [] : [`${line} not ${b?.[index]}`])).slice(0, 3)
}

const cases = goldenCases()
const idOf = (one: GoldenCase, index: number): string => `${index} ${one.want ?? one.in}`

if (cases.length > 0) {
  test(`upstream's ${cases.length} golden cases of injection are answered alike (pkg/kube/inject/inject_test.go, TestInjection)`, () => {
    assert.is(cases.length, 90)
    const wrong = cases.flatMap((one, index) => {
      const found = differences(one)
      return found.length === 0 ? [] : [{ id: idOf(one, index), found }]
    })
    const known = new Set(unreached.map(({ id }) => id))
    assert.equal(
      wrong.filter(({ id }) => !known.has(id)),
      [],
    )
    assert.equal(
      [...known].filter((id) => !wrong.some((one) => one.id === id)),
      [],
      'reached by now',
    )
  })
}

test.run()
