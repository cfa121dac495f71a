import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { nodeAt } from '../base/tree.ts'
import { resourceOf } from '../dev/cluster-oracle.ts'
import { hole, treeOf } from '../dev/tree-of.ts'
import { labelValue } from '../kube/labels.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import { admitPods } from './admit.ts'
import type { AdmittedPod, TrailStep } from './admitted-pod.ts'

type Texts = Readonly<Record<string, unknown>>

function namespace(labels: Texts, name = 'prod', path = 'namespace.json'): [unknown, string] {
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }, path]
}

interface Written {
  readonly namespace?: unknown
  readonly labels?: Texts
  readonly annotations?: Texts
  readonly replicas?: unknown
  readonly hostNetwork?: unknown
}

function statefulSet({ labels = {}, annotations = {}, replicas = 1, hostNetwork, ...written }: Written = {}) {
  const metadata = { name: 'redis', ...('namespace' in written ? { namespace: written.namespace } : {}) }
  const spec = {
    ...(hostNetwork === undefined ? {} : { hostNetwork }),
    containers: [{ name: 'redis', image: 'redis' }],
  }
  const template = { metadata: { labels: { app: 'redis', ...labels }, annotations }, spec }
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { replicas, serviceName: 'redis', template } }
}

interface Options {
  readonly complete?: boolean
  readonly installed?: readonly InstalledRevision[]
}

/** Admits the first workload among some objects, each of which may come with the path of its file. */
function admit(
  objects: readonly unknown[],
  { complete = false, installed = [{ revision: '' }] }: Options = {},
): AdmittedPod {
  const resources = objects.map((object) =>
    Array.isArray(object) ? resourceOf(treeOf(object[0], String(object[1]))) : resourceOf(treeOf(object)),
  )
  const snapshot = makeSnapshot({ name: '.', kind: 'plain', resources, files: [] }, { complete })
  const [workload] = snapshot.workloads
  if (!workload) throw new Error('no workload')
  return admitPods(workload, snapshot, installed)
}

const inProd = (written: Written = {}) => statefulSet({ namespace: 'prod', ...written })

function stepOf(pod: AdmittedPod, name: string): TrailStep | undefined {
  return pod.trail.find((step) => step.name === name)
}

const whats = (pod: AdmittedPod): readonly string[] => pod.missing.map(({ what }) => what)

function webhookConfiguration(name: string, changes: Texts, webhook = 'hook.example.com') {
  const entry = {
    name: webhook,
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name: 'hook', namespace: 'hooks', path: '/mutate' } },
    rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
    ...changes,
  }
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name },
    webhooks: [entry],
  }
}

const istiod = (name = 'istiod') => ({ service: { name, namespace: 'istio-system', path: '/inject' } })

function injectorConfigMap(config: unknown, name = 'istio-sidecar-injector', namespaceName: unknown = 'istio-system') {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: namespaceName }, data: { config } }
}

test('a pod in a Namespace that asks for injection is injected, and every step says where that is written', () => {
  const pod = admit([namespace({ 'istio-injection': 'enabled' }), inProd()])
  assert.is(pod.verdict, 'injected')
  assert.is(pod.revision, 'default')
  assert.equal(
    pod.trail.map(({ stage, name, outcome, because, at }) => [stage, name, outcome, because, at?.file.path]),
    [
      [
        'webhook',
        'rev.namespace.sidecar-injector.istio.io',
        'not-matched',
        'Namespace "prod" has no label "istio.io/rev"; the webhook asks for "default"',
        undefined,
      ],
      [
        'webhook',
        'rev.object.sidecar-injector.istio.io',
        'not-matched',
        'Namespace "prod" has label "istio-injection" with value "enabled"; the webhook leaves out namespaces that have it',
        'namespace.json',
      ],
      [
        'webhook',
        'namespace.sidecar-injector.istio.io',
        'called',
        'Namespace "prod" has label "istio-injection" with value "enabled"',
        'namespace.json',
      ],
      [
        'injector',
        'istiod',
        'injected',
        'The pod says nothing for itself, and the injector\'s policy is "enabled"',
        undefined,
      ],
      [
        'webhook',
        'object.sidecar-injector.istio.io',
        'not-matched',
        'Namespace "prod" has label "istio-injection" with value "enabled"; the webhook leaves out namespaces that have it',
        'namespace.json',
      ],
    ],
  )
})

test('the labels that the injector adds are those of the stored pod', () => {
  const { labels } = admit([
    namespace({ 'istio-injection': 'enabled' }),
    inProd({ labels: { app: '', version: 'v7' } }),
  ])
  const value = (key: string) => {
    const found = labelValue(labels, key)
    return found.known ? found.value : 'unknown'
  }
  assert.is(value('security.istio.io/tlsMode'), 'istio')
  assert.is(value('service.istio.io/canonical-name'), 'redis')
  assert.is(value('service.istio.io/canonical-revision'), 'v7')
  assert.is(value('statefulset.kubernetes.io/pod-name'), 'redis-0')
})

test('a Namespace that is not in the input leaves the verdict unknown, and the gap names it', () => {
  const pod = admit([inProd()])
  assert.is(pod.verdict, 'unknown')
  assert.is(pod.revision, undefined)
  assert.equal(whats(pod), ['labels of Namespace "prod"'])
  assert.match(pod.missing[0]?.hint ?? '', 'add the Namespace "prod" to the input')
  assert.not(labelValue(pod.labels, 'service.istio.io/canonical-name').known)
  assert.is(stepOf(pod, 'namespace.sidecar-injector.istio.io')?.outcome, 'unknown')
})

test('an opt-out settles it, whatever the Namespace is', () => {
  const byLabel = admit([inProd({ labels: { 'sidecar.istio.io/inject': 'false' } })])
  assert.is(byLabel.verdict, 'not-injected')
  assert.equal(byLabel.missing, [])
  const byAnnotation = admit([inProd({ annotations: { 'sidecar.istio.io/inject': 'false' } })])
  assert.is(byAnnotation.verdict, 'not-injected')
  assert.is(stepOf(byAnnotation, 'istiod')?.reason, 'annotation')
})

test('the network of the host settles it, whatever the Namespace is', () => {
  const pod = admit([inProd({ hostNetwork: true })])
  assert.is(pod.verdict, 'not-injected')
  assert.is(stepOf(pod, 'istiod')?.reason, 'host-network')
})

test('a Namespace of Kubernetes settles it, whatever its labels are', () => {
  const pod = admit([statefulSet({ namespace: 'kube-system', labels: { 'sidecar.istio.io/inject': 'true' } })])
  assert.is(pod.verdict, 'not-injected')
  assert.is(stepOf(pod, 'istiod')?.reason, 'ignored-namespace')
})

test('an opt-in does not settle it: the Namespace may refuse', () => {
  const written = inProd({ labels: { 'sidecar.istio.io/inject': 'true' } })
  assert.is(admit([written]).verdict, 'unknown')
  assert.is(admit([namespace({ 'istio-injection': 'disabled' }), written]).verdict, 'not-injected')
  assert.is(admit([namespace({}), written]).verdict, 'injected')
})

test('a Namespace that is declared with contradicting labels leaves the verdict unknown', () => {
  const pod = admit([
    namespace({ 'istio-injection': 'enabled' }, 'prod', 'a.json'),
    namespace({ 'istio-injection': 'disabled' }, 'prod', 'b.json'),
    inProd(),
  ])
  assert.is(pod.verdict, 'unknown')
  assert.match(whats(pod)[0] ?? '', /"istio-injection".*"enabled" in a\.json:\d+ and as "disabled" in b\.json:\d+/)
  const refused = admit([
    namespace({ 'istio-injection': 'off' }, 'prod', 'a.json'),
    namespace({ 'istio-injection': 'disabled' }, 'prod', 'b.json'),
    inProd({ labels: { 'istio.io/rev': 'canary' } }),
  ])
  assert.equal(
    stepOf(refused, 'rev.object.sidecar-injector.istio.io')?.because,
    'Namespace "prod" has label "istio-injection"; the webhook leaves out namespaces that have it',
  )
})

test('a pod without a namespace is in one that nobody knows', () => {
  const pod = admit([namespace({ 'istio-injection': 'enabled' }), statefulSet()])
  assert.is(pod.verdict, 'unknown')
  assert.equal(whats(pod), ['the namespace of objects that are written without one'])
  assert.is(admit([statefulSet({ labels: { 'sidecar.istio.io/inject': 'false' } })]).verdict, 'not-injected')
})

test('a placeholder in the switch leaves the verdict unknown only where the switch counts', () => {
  const written = inProd({ labels: { 'sidecar.istio.io/inject': hole('INJECT') } })
  const pod = admit([namespace({ 'istio-injection': 'enabled' }), written])
  assert.is(pod.verdict, 'unknown')
  assert.equal(whats(pod), ['INJECT'])
  assert.is(admit([namespace({ 'istio-injection': 'disabled' }), written]).verdict, 'not-injected')
  const annotated = inProd({ annotations: { 'sidecar.istio.io/inject': hole('INJECT') } })
  const skipped = admit([namespace({ 'istio-injection': 'enabled' }), annotated])
  assert.is(skipped.verdict, 'unknown')
  assert.is(stepOf(skipped, 'istiod')?.outcome, 'unknown')
  assert.is(skipped.webhooks[0]?.mutated.known, false)
})

test('a complete input has no other Namespaces: absent labels are absent', () => {
  assert.is(admit([inProd()], { complete: true }).verdict, 'not-injected')
  const optIn = inProd({ labels: { 'sidecar.istio.io/inject': 'true' } })
  assert.is(admit([optIn], { complete: true }).verdict, 'injected')
})

test('only the revisions and tags that are installed answer', () => {
  const enabled = namespace({ 'istio-injection': 'enabled' })
  const canary = { revision: 'canary' }
  assert.is(admit([enabled, inProd()], { installed: [canary] }).verdict, 'not-injected')
  const tagged = admit([enabled, inProd()], { installed: [canary, { revision: 'canary', tag: 'default' }] })
  assert.is(tagged.verdict, 'injected')
  assert.is(tagged.revision, 'canary')
  assert.is(tagged.webhooks[0]?.configuration, 'istio-revision-tag-default')
  assert.is(stepOf(tagged, 'istiod-canary')?.outcome, 'injected')
})

test('the injectors of the input count in place of the defaults, exactly as written', () => {
  const own = webhookConfiguration('custom', {
    clientConfig: istiod('istiod-blue'),
    objectSelector: { matchLabels: { app: 'redis' } },
  })
  const pod = admit([namespace({ 'istio-injection': 'disabled' }), own, inProd()])
  assert.is(pod.verdict, 'injected')
  assert.is(pod.revision, 'blue')
  assert.equal(
    pod.trail.map(({ name, outcome }) => [name, outcome]),
    [
      ['hook.example.com', 'called'],
      ['istiod-blue', 'injected'],
    ],
  )
})

test("a webhook of others is called and told of, and switches Istio's defaults off no more than it injects", () => {
  const pod = admit([namespace({}), webhookConfiguration('istio-like', {}), inProd()])
  assert.is(pod.verdict, 'not-injected')
  assert.equal(
    pod.webhooks.map(({ webhook, mutated }) => [webhook, mutated.known]),
    [['hook.example.com', false]],
  )
  assert.match(stepOf(pod, 'hook.example.com')?.because ?? '', 'assumed not to change what decides injection')
  assert.is(pod.trail.length, 5)
})

test('a webhook of others that does not match stands nowhere', () => {
  const other = webhookConfiguration('other', { objectSelector: { matchLabels: { app: 'kafka' } } })
  const pod = admit([namespace({}), other, inProd()])
  assert.is(stepOf(pod, 'hook.example.com'), undefined)
  assert.is(pod.matches.length, 4)
})

test('a webhook sees the labels that an injector before it added', () => {
  const after = webhookConfiguration('z', { objectSelector: { matchLabels: { 'security.istio.io/tlsMode': 'istio' } } })
  const called = (labels: Texts) => admit([namespace(labels), after, inProd()]).webhooks.map(({ webhook }) => webhook)
  assert.equal(called({ 'istio-injection': 'enabled' }), ['namespace.sidecar-injector.istio.io', 'hook.example.com'])
  assert.equal(called({}), [])
  const undecided = admit([after, inProd()])
  assert.is(stepOf(undecided, 'hook.example.com')?.outcome, 'unknown')
})

test('matchConditions decide whether a webhook is called, unless a selector refuses', () => {
  const own = (expression: string, app = 'redis', more = {}) =>
    webhookConfiguration('custom', {
      clientConfig: istiod(),
      matchConditions: [{ name: 'a', expression }],
      objectSelector: { matchLabels: { app } },
      ...more,
    })
  const verdict = (...configuration: Parameters<typeof own>) =>
    admit([namespace({}), own(...configuration), inProd()]).verdict
  assert.is(verdict('true'), 'injected')
  assert.is(verdict("object.metadata.name.startsWith('kafka')"), 'not-injected')
  assert.is(verdict("authorizer.path('/').check('get').allowed()"), 'unknown')
  assert.is(verdict('1/0 == 1', 'kafka'), 'not-injected')
  assert.is(verdict('1/0 == 1', 'redis', { failurePolicy: 'Ignore' }), 'not-injected')
  const refused = admit([namespace({ 'istio-injection': 'enabled' }), own('nosuch.field == 1'), inProd()])
  assert.is(refused.verdict, 'injected', 'a configuration that is refused leaves the defaults')
})

test('a condition that fails rejects the pod with the words of the API server', () => {
  const conditions = [{ name: 'a', expression: "object.metadata.annotations['missing'] == 'x'" }]
  const failing = webhookConfiguration('custom', { clientConfig: istiod(), matchConditions: conditions })
  const { verdict, message, webhooks, trail } = admit([namespace({}), failing, inProd()])
  assert.is(verdict, 'rejected')
  assert.is(
    message,
    `pods "redis-0" is forbidden: expression '${conditions[0]?.expression}' resulted in error: no such key: annotations`,
  )
  assert.equal(webhooks, [])
  assert.is(trail.at(-1)?.outcome, 'rejected')
})

test('a configuration that is declared in two ways is known where both agree', () => {
  const own = (selector: Texts) => webhookConfiguration('custom', { clientConfig: istiod(), objectSelector: selector })
  const redis = own({ matchLabels: { app: 'redis' } })
  assert.is(admit([namespace({}), redis, own({ matchLabels: { app: 'redis' } }), inProd()]).trail.length, 2)
  assert.is(admit([namespace({}), redis, own({}), inProd()]).verdict, 'injected')
  const differing = admit([namespace({}), redis, own({ matchLabels: { app: 'kafka' } }), inProd()])
  assert.is(differing.verdict, 'unknown')
  assert.equal(whats(differing), [
    'which of 2 different declarations of MutatingWebhookConfiguration "custom" is applied',
  ])
  assert.equal(differing.webhooks, [])
})

test('a configuration that the API server refuses counts as absent', () => {
  const refused = webhookConfiguration('custom', { clientConfig: istiod(), sideEffects: 'Some' })
  const pod = admit([namespace({}), refused, inProd()])
  assert.is(stepOf(pod, 'hook.example.com'), undefined)
  assert.is(stepOf(pod, 'object.sidecar-injector.istio.io')?.outcome, 'not-matched')
})

test('policy and selectors are those of the ConfigMap that belongs to the injector', () => {
  const enabled = namespace({ 'istio-injection': 'enabled' })
  const disabled = admit([enabled, injectorConfigMap('policy: disabled\n'), inProd()])
  assert.is(disabled.verdict, 'not-injected')
  assert.is(stepOf(disabled, 'istiod')?.reason, 'policy')
  assert.is(
    admit([enabled, injectorConfigMap('policy: disabled\n', 'istio-sidecar-injector-canary'), inProd()]).verdict,
    'injected',
  )
  const never = 'policy: enabled\nneverInjectSelector:\n- matchLabels:\n    app: redis\ntemplates:\n  sidecar: "{{ x"\n'
  const excluded = admit([enabled, injectorConfigMap(never), inProd()])
  assert.is(excluded.verdict, 'not-injected')
  assert.is(stepOf(excluded, 'istiod')?.reason, 'never-selector')
  assert.is(admit([enabled, injectorConfigMap('templates: {}\n'), inProd()]).verdict, 'not-injected')
  assert.is(admit([enabled, injectorConfigMap('{"policy": "disabled"}'), inProd()]).verdict, 'not-injected')
})

test('settings that the input does not say leave the decision open, unless the pod decides for itself', () => {
  const enabled = namespace({ 'istio-injection': 'enabled' })
  const open = admit([enabled, injectorConfigMap('policy: ${POLICY}\n'), inProd()])
  assert.is(open.verdict, 'unknown')
  assert.equal(
    open.webhooks.map(({ mutated }) => mutated.known),
    [false],
  )
  const elsewhere = injectorConfigMap('policy: disabled\n', 'istio-sidecar-injector', null)
  assert.is(admit([enabled, elsewhere, inProd()]).verdict, 'unknown')
  assert.is(admit([enabled, elsewhere, inProd({ labels: { 'sidecar.istio.io/inject': 'true' } })]).verdict, 'injected')
  const twice = [injectorConfigMap('policy: disabled\n'), injectorConfigMap('policy: enabled\n')]
  assert.is(admit([enabled, ...twice, inProd()]).verdict, 'unknown')
})

test('pods that differ by name are told apart where a selector reads the name', () => {
  const own = webhookConfiguration('custom', {
    clientConfig: istiod(),
    objectSelector: { matchLabels: { 'statefulset.kubernetes.io/pod-name': 'redis-1' } },
  })
  const pod = admit([namespace({}), own, inProd({ replicas: 3 })])
  assert.is(pod.verdict, 'not-injected')
  assert.equal(
    pod.exceptions.map(({ name, verdict }) => [name, verdict]),
    [['redis-1', 'injected']],
  )
  const scaled = admit([namespace({}), own, inProd({ replicas: hole('REPLICAS') })])
  assert.is(scaled.verdict, 'unknown')
})

test('a value that is no string rejects the pods before any webhook, at its place', () => {
  const pod = admit([
    namespace({ 'istio-injection': 'enabled' }),
    inProd({ labels: { 'sidecar.istio.io/inject': true } }),
  ])
  assert.is(pod.verdict, 'rejected')
  assert.equal(pod.webhooks, [])
  assert.match(pod.message ?? '', 'cannot unmarshal bool into Go struct field ObjectMeta.spec.template.metadata.labels')
  const at = pod.trail[0]?.at
  assert.is(at?.file.text.slice(at.span.start, at.span.end), 'true')
})

test('an autoscaler leaves the number of pods open', () => {
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'redis', namespace: 'prod' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'redis' } },
  }
  assert.not(admit([inProd(), autoscaler]).pods.replicas.known)
  assert.ok(admit([statefulSet({ namespace: 'dev' }), autoscaler]).pods.replicas.known)
})

const asks = (operator: string) => ({
  namespaceSelector: { matchExpressions: [{ key: 'team', operator, values: ['a'] }] },
  clientConfig: istiod(),
})

test('a pod that one of two webhooks injects, whatever the Namespace is, is injected', () => {
  const either = [
    webhookConfiguration('either', asks('In'), 'in.sidecar-injector.istio.io'),
    webhookConfiguration('or', asks('NotIn'), 'not-in.sidecar-injector.istio.io'),
  ]
  const pod = admit([...either, inProd()])
  assert.is(pod.verdict, 'injected')
  assert.is(pod.revision, 'default')
  assert.equal(whats(pod), [])
  assert.equal(
    pod.trail.map(({ outcome }) => outcome),
    ['unknown', 'unknown'],
  )
  const stored = pod.stored()
  assert.ok(stored && nodeAt(stored, ['spec'])?.type === 'hole', 'nobody can tell by which of them')
})

test("Istio's own webhooks stand in for an injector of which only one of two declarations shows an entry", () => {
  const injecting = { namespaceSelector: {}, clientConfig: istiod() }
  const hooks = [
    webhookConfiguration('hooks', injecting, 'any.sidecar-injector.istio.io'),
    webhookConfiguration('hooks', {}),
  ]
  assert.is(admit([...hooks, namespace({}), inProd()]).verdict, 'unknown')
  assert.is(admit([...hooks, namespace({ 'istio-injection': 'enabled' }), inProd()]).verdict, 'injected')
})

test('a condition that fails where a label is missing may reject the pod', () => {
  const conditions = { matchConditions: [{ name: 'a', expression: 'object.metadata.labels["team"] == "a"' }] }
  const withLabels = (labels: unknown, policy: string) => {
    const { spec, ...written } = inProd()
    const template = { ...spec.template, metadata: { labels } }
    const hook = webhookConfiguration('hook', { ...conditions, failurePolicy: policy })
    return admit([hook, namespace({ 'istio-injection': 'disabled' }), { ...written, spec: { ...spec, template } }])
      .verdict
  }
  assert.is(withLabels({}, 'Fail'), 'rejected')
  assert.is(withLabels(hole('labels'), 'Fail'), 'unknown')
  assert.is(withLabels(hole('labels'), 'Ignore'), 'not-injected')
  assert.is(withLabels({ team: hole('team') }, 'Fail'), 'not-injected')
})

test.run()
