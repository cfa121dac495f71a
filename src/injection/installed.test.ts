import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { InstalledRevision } from '../admission/default-webhooks.ts'
import { SourceFile } from '../base/source-file.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import { plainUnit } from '../sources/plain.ts'
import { readManifest } from '../sources/read-manifest.ts'
import { readText } from '../yaml/read-text.ts'
import type { AdmittedPod } from './admitted-pod.ts'
import { simulate } from './simulate.ts'

const assumed: readonly InstalledRevision[] = [{ revision: '', isAssumed: true }]

function operator(spec: string, name = 'mesh'): string {
  return `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: ${name}}\nspec: ${spec}\n`
}

function sail(kind: string, name: string, spec: string): string {
  return `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: ${spec}\n`
}

function namespace(labels: string): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: {name: prod, labels: ${labels}}\n`
}

function pod(labels = '{app: redis}'): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: redis, namespace: prod, labels: ${labels}}\nspec: {containers: [{name: redis, image: redis}]}\n`
}

function configMap(name: string, data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: istio-system}\ndata: ${data}\n`
}

const enabled = namespace('{istio-injection: enabled}')

/** What becomes of the pod among some documents. */
function admitted(documents: readonly string[], installed = assumed): AdmittedPod {
  const text = documents.join('---\n')
  const unit = plainUnit([readManifest(readText(new SourceFile('a.yaml', text)), true)], undefined)
  const [found] = simulate(makeSnapshot(unit, { complete: false }), installed)
  if (!found) throw new Error('no pod')
  return found
}

/** Its verdict and revision, and what is missing. */
function verdict(documents: readonly string[], installed = assumed): string {
  const { verdict: said, revision, missing } = admitted(documents, installed)
  return [said, ...(revision === undefined ? [] : [revision]), ...missing.map(({ what }) => what)].join(', ')
}

/** What the injector's step says. */
function injectorStep(documents: readonly string[]) {
  return admitted(documents).trail.find(({ stage }) => stage === 'injector')
}

/** The text that the injector's step stands on. */
function settingText(documents: readonly string[]): string | undefined {
  const at = injectorStep(documents)?.at
  return at?.file.text.slice(at.span.start, at.span.end)
}

test('an IstioOperator says the policy, and the trail names its line', () => {
  const documents = [operator('{values: {global: {proxy: {autoInject: disabled}}}}'), enabled, pod()]
  assert.is(verdict(documents), 'not-injected')
  assert.is(settingText(documents), 'disabled')
})

test('where an IstioOperator leaves a setting to the chart, the trail names the IstioOperator', () => {
  assert.is(settingText([operator('{}'), enabled, pod()]), 'mesh')
})

test('selectors of an IstioOperator are called by its name', () => {
  const selector = '{values: {sidecarInjectorWebhook: {neverInjectSelector: [{matchLabels: {app: redis}}]}}}'
  const step = injectorStep([operator(selector), enabled, pod()])
  assert.is(step?.because, 'neverInjectSelector of IstioOperator "mesh" matches the pod: label "app" is "redis"')
})

test('only the installed revision answers; whether a named one is the default is not known', () => {
  const mesh = operator('{revision: canary}')
  assert.is(verdict([mesh, namespace('{istio.io/rev: canary}'), pod()]), 'injected, canary')
  assert.is(verdict([mesh, namespace('{istio.io/rev: other}'), pod()]), 'not-injected')
  assert.is(verdict([mesh, enabled, pod()]), 'unknown, whether revision "canary" is the default one')
})

test('a tag of the values answers for its revision', () => {
  const mesh = operator('{revision: canary, values: {revisionTags: [default, prod]}}')
  assert.is(verdict([mesh, enabled, pod()]), 'injected, canary')
  assert.is(verdict([mesh, namespace('{istio.io/rev: prod}'), pod()]), 'injected, canary')
})

test('several IstioOperators install a revision each, with settings of their own', () => {
  const meshes = [
    operator('{}'),
    operator('{revision: quiet, values: {global: {proxy: {autoInject: disabled}}}}', 'off'),
  ]
  assert.is(verdict([...meshes, enabled, pod()]), 'injected, default')
  assert.is(verdict([...meshes, namespace('{istio.io/rev: quiet}'), pod()]), 'not-injected')
})

test('of two IstioOperators of one revision only what both say is known', () => {
  const meshes = [operator('{}'), operator('{values: {global: {proxy: {autoInject: disabled}}}}', 'off')]
  assert.is(
    verdict([...meshes, enabled, pod()]),
    'unknown, which of 2 different installations of revision "default" is applied',
  )
  assert.is(verdict([...meshes, enabled, pod('{sidecar.istio.io/inject: "true"}')]), 'injected, default')
})

test('IstioOperators that differ in what decides nothing leave no verdict open, but the pod', () => {
  const meshes = [operator('{}'), operator('{values: {global: {logAsJson: true}}}', 'json')]
  assert.is(verdict([...meshes, enabled, pod()]), 'injected, default')
  const stored = JSON.stringify(admitted([...meshes, enabled, pod()]).stored())
  assert.match(stored, 'which of 2 different installations')
})

test('a placeholder leaves open what hangs on it, and nothing else', () => {
  const policy = operator('{hub: "${HUB}", values: {global: {proxy: {autoInject: "${POLICY}"}}}}')
  assert.is(verdict([policy, enabled, pod()]), 'unknown, the value of ${POLICY}')
  assert.is(verdict([policy, namespace('{istio-injection: disabled}'), pod()]), 'not-injected')
  assert.is(verdict([operator('{hub: "${HUB}"}'), enabled, pod()]), 'injected, default')
  const revision = operator('{revision: "${REVISION}"}')
  assert.is(verdict([revision, namespace('{istio.io/rev: a}'), pod()]), 'unknown, the value of ${REVISION}')
  assert.is(verdict([revision, namespace('{istio-injection: disabled}'), pod()]), 'not-injected')
})

test('enableNamespacesByDefault reaches namespaces without labels', () => {
  const bare = namespace('{team: a}')
  const asked = (value: string) => operator(`{values: {sidecarInjectorWebhook: {enableNamespacesByDefault: ${value}}}}`)
  assert.is(verdict([asked('true'), bare, pod()]), 'injected, default')
  assert.is(verdict([asked('false'), bare, pod()]), 'not-injected')
  assert.is(verdict([asked('"${ALL}"'), bare, pod()]), 'unknown, the value of ${ALL}')
})

test('what the unit has as written comes before what an IstioOperator would make', () => {
  const off = operator('{values: {global: {proxy: {autoInject: disabled}}}}')
  const settings = configMap(
    'istio-sidecar-injector',
    '{config: "policy: enabled\\ntemplates:\\n  sidecar: x", values: "{}"}',
  )
  assert.is(verdict([off, settings, enabled, pod()]), 'injected, default')
  const webhook =
    'apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: {name: own}\nwebhooks:\n' +
    '- {name: a.sidecar-injector.istio.io, admissionReviewVersions: [v1], sideEffects: None,\n' +
    '   clientConfig: {service: {name: istiod, namespace: istio-system, path: /inject}},\n' +
    '   rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}],\n' +
    '   namespaceSelector: {matchLabels: {mesh: mine}}}\n'
  const revision = operator('{revision: canary}')
  assert.is(verdict([revision, webhook, namespace('{istio.io/rev: canary}'), pod()]), 'not-injected')
  assert.is(verdict([revision, webhook, namespace('{mesh: mine}'), pod()]), 'injected, default')
})

test('a revision that the user names comes before IstioOperators, with the settings that they have for it', () => {
  const meshes = [operator('{revision: canary, values: {revisionTags: [prod]}}')]
  assert.is(verdict([...meshes, enabled, pod()], [{ revision: '' }]), 'injected, default')
  assert.is(verdict([...meshes, namespace('{istio.io/rev: canary}'), pod()], [{ revision: '' }]), 'not-injected')
  const off = operator('{values: {global: {proxy: {autoInject: disabled}}}}')
  assert.is(verdict([off, enabled, pod()], [{ revision: '' }]), 'not-injected')
  const all = operator('{values: {sidecarInjectorWebhook: {enableNamespacesByDefault: true}}}')
  assert.is(verdict([all, namespace('{team: a}'), pod()], [{ revision: '' }]), 'injected, default')
})

test('what hangs on who installs is settled by the revisions and tags that the user names', () => {
  const documents = [operator('{revision: canary}'), enabled, pod()]
  const [named, isDefault] = [{ revision: 'canary' }, { revision: 'canary', tag: 'default' }]
  assert.is(verdict(documents, [named, isDefault]), 'injected, canary')
  assert.is(verdict(documents, [named]), 'not-injected')
})

test('an IstioOperator without istiod installs no injector', () => {
  for (const spec of ['{profile: empty}', '{components: {pilot: {enabled: false}}}']) {
    assert.is(verdict([operator(`{revision: canary, ${spec.slice(1)}`), enabled, pod()]), 'injected, default')
  }
  const again = '{profile: empty, revision: canary, components: {pilot: {enabled: true}}}'
  assert.is(verdict([operator(again), namespace('{istio.io/rev: canary}'), pod()]), 'injected, canary')
})

test('patches, charts and profiles that are not Istio’s leave open what they may change', () => {
  const patch = (kind: string, name: string) =>
    operator(`{components: {pilot: {k8s: {overlays: [{kind: ${kind}, name: ${name}, patches: []}]}}}}`)
  const changed = 'unknown, what the overlays change of IstioOperator "mesh"'
  assert.is(verdict([patch('MutatingWebhookConfiguration', 'istio-sidecar-injector'), enabled, pod()]), changed)
  assert.is(verdict([patch('ConfigMap', 'istio-sidecar-injector'), enabled, pod()]), changed)
  assert.is(verdict([patch('Deployment', 'istiod'), enabled, pod()]), 'injected, default')
  assert.match(verdict([operator('{installPackagePath: ./charts}'), enabled, pod()]), 'unknown, the charts of')
  assert.match(verdict([operator('{profile: ./mine.yaml}'), enabled, pod()]), 'unknown, the profile of')
  assert.match(verdict([operator('{profile: remote}'), enabled, pod()]), 'unknown, the settings of the injector of')
})

test('an istiod elsewhere than in istio-system has webhooks and settings by its namespace', () => {
  const mesh = operator('{values: {global: {istioNamespace: mesh, proxy: {autoInject: disabled}}}}')
  const { webhooks } = admitted([mesh, enabled, pod()])
  assert.is(webhooks[0]?.configuration, 'istio-sidecar-injector-mesh')
  assert.is(verdict([mesh, enabled, pod()]), 'not-injected')
})

test('the Sail Operator’s Istio "default" is the unnamed revision, any other a named one', () => {
  const mesh = sail('Istio', 'default', '{version: v1.26.0, namespace: istio-system}')
  assert.is(verdict([mesh, enabled, pod()]), 'injected, default')
  const named = sail('Istio', 'prod', '{version: v1.26.0, values: {global: {proxy: {autoInject: disabled}}}}')
  assert.is(verdict([named, enabled, pod()]), 'not-injected')
  assert.is(settingText([named, namespace('{istio.io/rev: prod}'), pod()]), 'disabled')
})

test('a profile of the Sail Operator, which has no name, installs nothing', () => {
  const profile =
    'apiVersion: sailoperator.io/v1\nkind: Istio\nspec: {values: {global: {proxy: {autoInject: disabled}}}}\n'
  assert.is(verdict([profile, enabled, pod()]), 'injected, default')
})

test('an Istio of the Sail Operator with revisions by version is called after an exact version', () => {
  const mesh = (version: string) =>
    sail('Istio', 'default', `{version: ${version}, updateStrategy: {type: RevisionBased}}`)
  assert.is(
    verdict([mesh('v1.26.0'), namespace('{istio.io/rev: default-v1-26-0}'), pod()]),
    'injected, default-v1-26-0',
  )
  assert.is(verdict([mesh('v1.26.0'), enabled, pod()]), 'not-injected')
  assert.match(verdict([mesh('v1.26-latest'), enabled, pod()]), 'unknown, the active revision of Istio "default"')
})

test('an IstioRevisionTag answers for the Istio or IstioRevision that it points to', () => {
  const mesh = sail('Istio', 'default', '{version: v1.26.0, updateStrategy: {type: RevisionBased}}')
  const tag = sail('IstioRevisionTag', 'default', '{targetRef: {kind: Istio, name: default}}')
  assert.is(verdict([mesh, tag, enabled, pod()]), 'injected, default-v1-26-0')
  const revision = sail('IstioRevision', 'one', '{version: v1.26.0, namespace: istio-system, values: {revision: one}}')
  const prod = sail('IstioRevisionTag', 'prod', '{targetRef: {kind: IstioRevision, name: one}}')
  assert.is(verdict([revision, prod, namespace('{istio.io/rev: prod}'), pod()]), 'injected, one')
  assert.match(verdict([prod, namespace('{istio.io/rev: prod}'), pod()]), 'unknown, IstioRevision "one", the target of')
  assert.is(verdict([prod, namespace('{istio.io/rev: other}'), pod()]), 'not-injected')
})

test('the Sail Operator refuses a tag that has the name of a revision', () => {
  const mesh = sail('Istio', 'default', '{version: v1.26.0}')
  const other = sail('Istio', 'other', '{version: v1.26.0}')
  const tag = sail('IstioRevisionTag', 'default', '{targetRef: {kind: Istio, name: other}}')
  assert.is(verdict([mesh, other, tag, enabled, pod()]), 'injected, default')
})

test('what the Sail Operator would find out of the cluster is not known', () => {
  const image = (spec: string) => JSON.stringify(admitted([sail('Istio', 'default', spec), enabled, pod()]).stored())
  assert.match(image('{version: v1.26.0}'), 'whether the cluster is OpenShift')
  assert.match(image('{version: v1.26.0, profile: openshift}'), 'istio-validation')
  assert.match(image('{version: v1.26.0, values: {pilot: {cni: {enabled: false}}}}'), 'istio-init')
})

test.run()
