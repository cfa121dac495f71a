import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Webhook } from '../admission/webhook.ts'
import { webhooksOf } from '../admission/webhooks.ts'
import { groupBy } from '../base/order.ts'
import { type Node, plainData } from '../base/tree.ts'
import { type ClusterCase, caseResources, type Recording, resourceOf, sharedRecordings } from '../dev/cluster-oracle.ts'
import { installationCommands } from '../dev/installation-commands.ts'
import { treeOf } from '../dev/tree-of.ts'
import type { Resource } from '../kube/resource.ts'
import { type InjectorSource, injectorSources } from '../sidecar/injector-source.ts'
import { templateTexts } from '../sidecar/template-texts.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { injectorSettings } from './injector-config.ts'
import { simulate } from './simulate.ts'

/** What an IstioOperator cannot say of an installation: the webhooks of `istioctl tag set`, and aliases of templates. */
const webhooksByCommand: Readonly<Record<string, RegExp>> = {
  'istioctl-install': /./,
  'default-canary-tag-prod': /^istio-revision-tag-prod$/,
}
const aliasesByHand: ReadonlySet<string> = new Set(['templates'])

/** Only a named revision: `istioctl install` would make it the default one, `istioctl manifest generate` did not. */
const namedAlone: ReadonlySet<string> = new Set(['canary-only', 'revision-named-default'])

/** Two annotations of this case are read as one, whichever a Go map gives first (see injected-pods.test.ts). */
const byChance = 'p140003'

const assumed = [{ revision: '', isAssumed: true }]

function snapshotOf(resources: readonly Resource[]): Snapshot {
  return makeSnapshot({ name: '.', kind: 'plain', resources, files: [] }, { complete: false })
}

/** The IstioOperators that come to the same as the commands behind an installation. */
function operatorsOf(name: string, recorded: readonly Resource[]): readonly Resource[] {
  const [first] = recorded
  const { operators, others } = installationCommands(first?.file.text ?? '')
  assert.is(others.length > 0, name in webhooksByCommand || aliasesByHand.has(name), name)
  return operators.map((operator) => resourceOf(treeOf(operator, `${name}.yaml`)))
}

function told(webhook: Webhook): unknown {
  const { configuration, name, revision, service, body } = webhook
  const read = (...path: string[]): unknown => body.raw(...path)
  const selector = (key: string): unknown =>
    body
      .entries(key === 'object' ? 'objectSelector' : 'namespaceSelector', 'matchExpressions')
      .items.map((one) => [
        one.get('key'),
        one.get('operator'),
        one.entries('values').items.map((value) => value.get()),
      ])
  const fields = ['failurePolicy', 'reinvocationPolicy', 'sideEffects', 'matchPolicy', 'timeoutSeconds'].map((key) =>
    read(key),
  )
  const path = read('clientConfig', 'service', 'path')
  return {
    configuration,
    name,
    revision,
    service,
    path,
    fields,
    selectors: [selector('namespace'), selector('object')],
  }
}

function leavesOf(node: Node, path = ''): readonly (readonly [string, unknown])[] {
  if (node.type === 'map') return node.entries.flatMap(({ key, value }) => leavesOf(value, `${path}/${key}`))
  return [[path, node.type === 'hole' ? node.partial : plainData(node)]]
}

/** Every value that is in ours as recorded, and every other recorded one that of a plain installation. */
function sameValues(ours: InjectorSource, recorded: InjectorSource, plain: InjectorSource, what: string): void {
  if (!ours.values.known || !recorded.values.known || !plain.values.known) throw new Error(`no values of ${what}`)
  const theirs = new Map(leavesOf(recorded.values.value))
  const found = new Map(leavesOf(ours.values.value))
  const usual = new Map(leavesOf(plain.values.value))
  assert.ok(found.size > 40)
  for (const [path, value] of found) {
    const isEmpty = JSON.stringify(value) === '[]' || value === ''
    if (!isEmpty || theirs.has(path)) assert.equal(theirs.get(path), value, `${what} ${path}`)
  }
  for (const [path, value] of theirs) if (!found.has(path)) assert.equal(value, usual.get(path), `${what} ${path}`)
}

/** The mesh without what no pod shows. */
function meshOf({ mesh }: InjectorSource): unknown {
  if (!mesh.known) return mesh
  const { defaultProviders: _, ...rest } = JSON.parse(JSON.stringify(plainData(mesh.value)))
  return rest
}

/** The chart's templates for pods that istiod makes itself, which no pod of a user can show. */
const forIstiod: ReadonlySet<string> = new Set(['waypoint', 'kube-gateway', 'agentgateway', 'agentgateway-waypoint'])

/** What its pods show of templates. */
function textsOf(source: InjectorSource, withoutAliases: boolean): unknown {
  const { defaultTemplates, aliases, customTemplates, injectedAnnotations } = templateTexts(source.whole(), undefined)
  const texts = [...customTemplates].filter(([name]) => !forIstiod.has(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  return [defaultTemplates, withoutAliases || { ...aliases }, texts, { ...injectedAnnotations }]
}

function revisionsOf(recorded: readonly Resource[]): readonly string[] {
  const names = recorded.flatMap(({ kind, name }) => (kind === 'ConfigMap' && name.known ? [name.value] : []))
  return names
    .flatMap((name) => /^istio-sidecar-injector(?:-(.*))?$/.exec(name)?.slice(1) ?? [])
    .map((one) => one ?? '')
}

function settingsOf(snapshot: Snapshot, recording: Recording, revision: string) {
  const source = injectorSources(snapshot, recording.istioVersion)({ revision, namespace: 'istio-system' })
  assert.is(source.gap, undefined)
  return source.alternatives[0]
}

/** What decides of the injector's settings, where it is written aside. */
function decisive(snapshot: Snapshot, recording: Recording, webhook: Webhook, aliases: boolean): unknown {
  const [config] = injectorSettings(snapshot, recording.istioVersion)(webhook).alternatives
  const { policy, never, always, templates, mesh } = config
  const names = [...(templates.templates ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  const selectors = [never, always].map((one) => one.selectors.map(({ requirements }) => requirements))
  const withoutPlaces = JSON.parse(JSON.stringify(selectors, (key, value) => (key === 'at' ? undefined : value)))
  return {
    policy,
    withoutPlaces,
    names,
    aliases: aliases && [...templates.aliases],
    defaults: templates.defaults,
    mesh,
  }
}

for (const recording of sharedRecordings()) {
  const plain = snapshotOf(recording.installations.get('default') ?? [])

  test(`${recording.name}: IstioOperators make the webhooks that are recorded of their installation`, () => {
    for (const [name, recorded] of recording.installations) {
      const left = webhooksByCommand[name] ?? /^$/
      const ours = webhooksOf(snapshotOf(operatorsOf(name, recorded)), assumed)
      const theirs = webhooksOf(snapshotOf(recorded), assumed).filter((one) => !left.test(one.configuration))
      const certain = ours.filter(({ exists, configuration }) => exists.known && !left.test(configuration))
      assert.equal(certain.map(told), theirs.map(told), name)
      const perhaps = new Set(ours.filter(({ exists }) => !exists.known).map(({ configuration }) => configuration))
      assert.equal([...perhaps], namedAlone.has(name) ? ['istio-revision-tag-default'] : [], name)
    }
  })

  test(`${recording.name}: IstioOperators give the settings that are recorded of their installation`, () => {
    for (const [name, recorded] of recording.installations) {
      const operators = snapshotOf(operatorsOf(name, recorded))
      const whole = snapshotOf(recorded)
      const usual = settingsOf(plain, recording, '')
      for (const revision of revisionsOf(recorded)) {
        const what = `${name} ${revision}`
        const [ours, theirs] = [operators, whole].map((one) => settingsOf(one, recording, revision))
        if (!ours || !theirs) throw new Error(what)
        sameValues(ours, theirs, usual, what)
        assert.equal(meshOf(ours), meshOf(theirs), what)
        const [made, read] = [ours, theirs].map((one) => textsOf(one, aliasesByHand.has(name)))
        assert.equal(made, read, what)
      }
      const webhooks = webhooksOf(whole, assumed).filter((one) => one.revision !== undefined)
      for (const webhook of webhooks) {
        const isSame = !aliasesByHand.has(name)
        assert.equal(
          decisive(operators, recording, webhook, isSame),
          decisive(whole, recording, webhook, isSame),
          `${name} ${webhook.name}`,
        )
      }
    }
  })

  test(`${recording.name}: with IstioOperators in place of what they make, pods are called for and decided as recorded`, () => {
    const cases = recording.cases.filter(
      ({ level, installation }) => level === 1 && !(installation in webhooksByCommand),
    )
    const groups = groupBy(cases, (one) => `${one.installation} ${one.objects[0]?.metadata.name === one.id || one.id}`)
    const differing = [...groups.values()].flatMap((group) => decidedOtherwise(recording, group))
    assert.equal(differing, [])
  })

  test(`${recording.name}: with IstioOperators in place of what they make, pods are stored as recorded`, () => {
    const cases = recording.cases.filter(({ level, installation, expect: { pods } }) => {
      const [first] = pods
      const isIstios = first?.webhooks.every(({ webhook }) => webhook.endsWith('.sidecar-injector.istio.io'))
      return (
        level === 1 &&
        !(installation in webhooksByCommand) &&
        isIstios &&
        first?.verdict === 'injected' &&
        first.pod?.spec
      )
    })
    const groups = groupBy(cases, (one) => `${one.installation} ${one.objects[0]?.metadata.name === one.id || one.id}`)
    const found = [...groups.values()].flatMap((group) => simulated(recording, group))
    assert.ok(found.length > 300)
    const differing = found.filter(({ expected, pod }) => {
      const stored = pod.stored(pod.pods.names ? expected.name : undefined)
      const [ours, theirs] = [stored && plainData(stored), expected.pod].map((body) => body && injectedParts(body))
      return JSON.stringify(ours) !== JSON.stringify(theirs)
    })
    const ids = differing.map(({ one }) => one.id).filter((id) => id !== byChance)
    assert.equal(ids, [])
  })
}

/** The IstioOperators and the nodes of an installation with the objects of its cases, simulated together. */
function simulated(recording: Recording, cases: readonly ClusterCase[]) {
  const name = cases[0]?.installation ?? ''
  const recorded = recording.installations.get(name) ?? []
  const nodes = recorded.filter(({ kind }) => kind === 'Node')
  const owners = new Map<Resource, ClusterCase>()
  const resources = cases.flatMap((one) => {
    const read = caseResources(one)
    const workload = read.at(-1)
    if (workload) owners.set(workload, one)
    return read
  })
  const snapshot = snapshotOf([...operatorsOf(name, recorded), ...nodes, ...resources])
  const pods = simulate(snapshot, assumed, recording.istioVersion)
  return pods.flatMap((pod) => {
    const one = owners.get(pod.owner)
    const expected = one?.expect.pods[0]
    return one && expected ? [{ name, one, expected, pod }] : []
  })
}

/** The parts of a pod that injection makes. */
function injectedParts(pod: unknown): unknown {
  const { metadata, spec } = JSON.parse(JSON.stringify(pod))
  const { annotations, labels } = metadata
  const { containers, initContainers, volumes } = spec
  const text = JSON.stringify({ annotations, containers, initContainers, volumes, labels: Object.keys(labels).sort() })
  return JSON.parse(text, (_, value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

function decidedOtherwise(recording: Recording, cases: readonly ClusterCase[]): readonly string[] {
  return simulated(recording, cases).flatMap(({ name, one, expected, pod }) => {
    const calls = (list: readonly { readonly configuration: string; readonly webhook: string }[]): string =>
      list.map(({ configuration, webhook }) => `${configuration} ${webhook}`).join()
    const isSame = pod.verdict === expected.verdict && calls(pod.webhooks) === calls(expected.webhooks)
    const isOpen = pod.verdict === 'unknown' && pod.missing.every(({ what }) => / is the default one$/.test(what))
    return isSame || (isOpen && namedAlone.has(name))
      ? []
      : [`${one.id} ${name}: recorded ${expected.verdict}, ours ${pod.verdict}`]
  })
}

test.run()
