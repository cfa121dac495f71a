import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known, unknown } from '../base/maybe.ts'
import { type Node, nodeAt, plainData } from '../base/tree.ts'
import { resourceOf, type StoredCase, storedCases } from '../dev/cluster-oracle.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import { podsOfWorkload } from './make-pods.ts'
import { withPodDefaults } from './pod-defaults.ts'
import { type PodSurroundings, plainSurroundings, storedPod } from './stored-pod.ts'

const cases = storedCases()

/** The one node of the recordings is not ours to say. */
function comparable(pod: unknown): string {
  return JSON.stringify(pod).replaceAll('"values":["node-1"]', '"values":["*"]')
}

function around({ recorded }: StoredCase): PodSurroundings {
  const refused = new Set(recorded.expect.objectsRejected?.map(({ name }) => name))
  const limits = recorded.objects.filter(({ kind, metadata }) => kind === 'LimitRange' && !refused.has(metadata.name))
  return { ...plainSurroundings, limitRanges: limits.map((object) => treeOf(object)) }
}

function written({ recorded, name }: StoredCase): Node {
  const pods = podsOfWorkload(resourceOf(treeOf(recorded.objects.at(-1))))
  return pods.pod(Math.max(0, pods.names?.indexOf(name) ?? 0)).root
}

test('a stored pod stays as it is, whoever changed it', () => {
  assert.ok(cases.length >= 60)
  for (const one of cases) {
    const ours = plainData(storedPod(treeOf(one.pod), plainSurroundings))
    assert.equal(ours, one.pod, one.recorded.id)
  }
})

test('a pod that no webhook changed is stored as recorded, field by field, in the order of its fields', () => {
  const unchanged = cases.filter(({ changed, verdict }) => changed === 'by nobody' && verdict === 'not-injected')
  assert.ok(unchanged.length >= 45)
  for (const one of unchanged) {
    const ours = plainData(storedPod(written(one), around(one)))
    const { kind, apiVersion, ...recorded } = JSON.parse(comparable(one.pod))
    assert.equal(JSON.parse(comparable(ours)), { apiVersion, kind, ...recorded }, one.recorded.id)
    assert.is(comparable(ours), comparable({ apiVersion, kind, ...recorded }), one.recorded.id)
  }
})

/** The same sequence every time: tests must not depend on chance. */
function randomly(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** A body some leaves and parts of which are left to placeholders. */
function blurred(value: unknown, random: () => number): unknown {
  if (random() < 0.04) return hole('it')
  if (Array.isArray(value)) return value.map((item) => blurred(item, random))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, blurred(item, random)]))
}

/** Where a body with unknown parts contradicts what it is once everything is known. */
function contradictions(ours: Node | undefined, value: unknown, path = ''): string[] {
  if (ours?.type === 'hole') return []
  if (ours?.type === 'map' && value !== null && typeof value === 'object') {
    const known = Object.entries(value)
    const missing = known.filter(([key]) => !ours.open && !ours.entries.some((entry) => entry.key === key))
    const wrong = ours.entries.flatMap((entry) => {
      const own = known.find(([key]) => key === entry.key)
      if (!own && entry.value.type === 'hole') return []
      return contradictions(entry.value, own?.[1], `${path}/${entry.key}`)
    })
    return [...missing.map(([key]) => `${path}/${key} is missing`), ...wrong]
  }
  if (ours?.type === 'list' && Array.isArray(value)) {
    const isAll = ours.open ? ours.items.length <= value.length : ours.items.length === value.length
    if (!isAll) return [`${path} has ${ours.items.length} items, not ${value.length}`]
    return ours.items.flatMap((item, index) => contradictions(item, value[index], `${path}/${index}`))
  }
  const isSame = ours?.type === 'scalar' && ours.value === value
  const isEmpty = value === undefined && (ours?.type === 'list' || ours?.type === 'map') && ours.open !== undefined
  return isSame || isEmpty ? [] : [`${path}: ${ours && JSON.stringify(plainData(ours))}, not ${JSON.stringify(value)}`]
}

test('whatever part is left open, the rest is what it would be, or unknown', () => {
  const random = randomly(7)
  for (const one of cases.filter(({ changed }) => changed === 'by nobody').slice(0, 400)) {
    const workload = one.recorded.objects.at(-1)
    const key = workload?.kind === 'Pod' ? 'spec' : workload?.kind === 'CronJob' ? undefined : 'template'
    if (!workload || !key) continue
    const { spec } = JSON.parse(JSON.stringify(workload))
    const open = key === 'spec' ? blurred(spec, random) : { ...spec, template: blurred(spec.template, random) }
    const pods = podsOfWorkload(resourceOf(treeOf({ ...workload, spec: open })))
    const ours = storedPod(pods.pod(Math.max(0, pods.names?.indexOf(one.name) ?? 0)).root, around(one))
    const recorded = JSON.parse(comparable(one.pod))
    assert.equal(contradictions(ours, recorded), [], `${one.recorded.id} ${JSON.stringify(open)}`)
  }
})

function pod(spec: object, metadata: object = { name: 'a', namespace: 'b' }): Node {
  return treeOf({ apiVersion: 'v1', kind: 'Pod', metadata, spec })
}

function stored(spec: object, surroundings: Partial<PodSurroundings> = {}): Node {
  return storedPod(pod(spec), { ...plainSurroundings, ...surroundings })
}

function at(root: Node, ...path: (string | number)[]): unknown {
  const node = nodeAt(root, path)
  return node && (node.type === 'hole' ? `?${node.gaps.map(({ what }) => what).join()}` : plainData(node))
}

test('what is not known makes exactly its dependents unknown', () => {
  const root = stored({
    hostNetwork: hole('network'),
    priorityClassName: hole('class'),
    containers: [{ name: 'app', image: hole('image'), ports: [{ containerPort: 80 }] }],
  })
  assert.is(at(root, 'spec', 'containers', 0, 'imagePullPolicy'), '?image')
  assert.is(at(root, 'spec', 'containers', 0, 'ports', 0, 'hostPort'), '?network')
  assert.is(at(root, 'spec', 'priority'), '?class')
  assert.is(at(root, 'spec', 'restartPolicy'), 'Always')
  assert.is(at(root, 'spec', 'volumes', 0, 'name'), 'kube-api-access-X')
  assert.is(at(root, 'metadata', 'labels'), undefined)
})

test('a map that may hold more leaves open what the API server would fill in', () => {
  const spec = nodeAt(pod({ containers: [], dnsPolicy: 'Default' }), ['spec'])
  if (spec?.type !== 'map') throw new Error('no spec')
  const open = { ...spec, open: [{ what: 'the rest', hint: 'say it' }] as const }
  const root = withPodDefaults({ ...spec, entries: [{ key: 'spec', keyStart: 0, keyEnd: 0, value: open }] })
  assert.is(at(root, 'spec', 'dnsPolicy'), 'Default')
  assert.is(at(root, 'spec', 'restartPolicy'), '?the rest')
  assert.is(at(root, 'spec', 'hostNetwork'), undefined)
})

test('an unknown ServiceAccount leaves its token and pull secrets open, unless the pod says it all', () => {
  const missing = { what: 'ServiceAccount "own"', hint: 'add it' }
  const serviceAccount = () => unknown(missing)
  const spec = { serviceAccountName: 'own', containers: [{ name: 'app', image: 'a:1' }] }
  const root = stored(spec, { serviceAccount })
  const volumes = nodeAt(root, ['spec', 'volumes'])
  const mounts = nodeAt(root, ['spec', 'containers', 0, 'volumeMounts'])
  assert.equal(volumes?.type === 'list' && [volumes.items, volumes.open], [[], [missing]])
  assert.equal(mounts?.type === 'list' && [mounts.items, mounts.open], [[], [missing]])
  assert.is(at(root, 'spec', 'imagePullSecrets'), '?ServiceAccount "own"')
  const own = { ...spec, automountServiceAccountToken: false, imagePullSecrets: [{ name: 'pull' }] }
  const said = stored(own, { serviceAccount })
  assert.is(at(said, 'spec', 'volumes'), undefined)
  assert.equal(at(said, 'spec', 'imagePullSecrets'), [{ name: 'pull' }])
})

test('a ServiceAccount gives its pull secrets, and may keep its token', () => {
  const account = treeOf({ automountServiceAccountToken: false, imagePullSecrets: [{ name: 'pull' }] })
  const facts = {
    automountServiceAccountToken: nodeAt(account, ['automountServiceAccountToken']),
    imagePullSecrets: nodeAt(account, ['imagePullSecrets']),
  }
  const root = stored({ containers: [{ name: 'app', image: 'a:1' }] }, { serviceAccount: () => known(facts) })
  assert.equal(at(root, 'spec', 'imagePullSecrets'), [{ name: 'pull' }])
  assert.is(at(root, 'spec', 'volumes'), undefined)
  assert.is(at(root, 'spec', 'containers', 0, 'volumeMounts'), undefined)
})

test('the token is mounted where nothing else is, by the volume that is there already', () => {
  const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount'
  const own = { name: 'own', image: 'a:1', volumeMounts: [{ name: 'mine', mountPath }] }
  const volumes = [{ name: 'mine', emptyDir: {} }]
  assert.equal(at(stored({ containers: [own], volumes }), 'spec', 'volumes'), volumes)
  const both = stored({ containers: [own, { name: 'app', image: 'a:1' }], volumes })
  assert.is(at(both, 'spec', 'volumes', 1, 'name'), 'kube-api-access-X')
  assert.equal(at(both, 'spec', 'containers', 1, 'volumeMounts'), [
    { name: 'kube-api-access-X', readOnly: true, mountPath },
  ])
})

test('an image without tag and digest is pulled always, as is the latest', () => {
  const policy = (image: string) =>
    at(stored({ containers: [{ name: 'a', image }] }), 'spec', 'containers', 0, 'imagePullPolicy')
  const digest = `sha256:${'a'.repeat(64)}`
  for (const image of ['redis', 'redis:latest', 'host:5000/redis', 'auto']) assert.is(policy(image), 'Always', image)
  for (const image of ['redis:7', `redis@${digest}`, 'host:5000/redis:7', 'Redis:latest', '${IMAGE}']) {
    assert.is(policy(image), 'IfNotPresent', image)
  }
})

test('a PriorityClass of the cluster gives its value; the default one its name as well', () => {
  const value = treeOf(7)
  const priorityClass = (name: string | undefined) => known({ name: name ?? 'common', value })
  const plain = stored({ containers: [] }, { priorityClass })
  assert.equal([at(plain, 'spec', 'priorityClassName'), at(plain, 'spec', 'priority')], ['common', 7])
  const named = stored({ containers: [], priorityClassName: 'own' }, { priorityClass })
  assert.equal([at(named, 'spec', 'priorityClassName'), at(named, 'spec', 'priority')], ['own', 7])
})

test('a RuntimeClass adds its overhead, nodes and tolerations', () => {
  const tolerations = [{ key: 'gpu', operator: 'Exists' }]
  const body = treeOf({
    overhead: { podFixed: { cpu: '0.1' } },
    scheduling: { nodeSelector: { gpu: 'yes' }, tolerations },
  })
  const root = stored({ containers: [], runtimeClassName: 'own' }, { runtimeClass: () => known(body) })
  assert.equal(at(root, 'spec', 'overhead'), { cpu: '100m' })
  assert.equal(at(root, 'spec', 'nodeSelector'), { gpu: 'yes' })
  assert.equal(at(root, 'spec', 'tolerations', 2), tolerations[0])
})

test('a toleration of everything needs none of the defaults', () => {
  const root = stored({ containers: [], tolerations: [{ operator: 'Exists' }] })
  assert.equal(at(root, 'spec', 'tolerations'), [{ operator: 'Exists' }])
})

test('what no type of Kubernetes knows, and what is empty, is not stored', () => {
  const root = stored({
    containers: [],
    hostPID: false,
    nodeSelector: {},
    nonsense: 1,
    volumes: [{ name: 'v', nfss: {} }],
  })
  for (const key of ['containers', 'hostPID', 'nodeSelector', 'nonsense']) assert.is(at(root, 'spec', key), undefined)
  assert.equal(at(root, 'spec', 'volumes', 0), { name: 'v', emptyDir: {} })
})

test.run()
