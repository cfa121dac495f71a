import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known, type Maybe } from '../base/maybe.ts'
import { meshOf } from '../dev/mesh-of.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import { type Resource, showName, unsetNamespace } from '../kube/resource.ts'

const prod = known('prod')

function service(name: string, selector: string, namespace = ', namespace: prod', more = ''): string {
  return `
---
apiVersion: v1
kind: Service
metadata: {name: ${name}${namespace}}
spec: {selector: ${selector}, ports: [{port: 80}]${more}}`
}

function workload(kind: string, name: string, labels: string, namespace = ', namespace: prod', spec = ''): string {
  return `
---
apiVersion: ${kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1'}
kind: ${kind}
metadata: {name: ${name}${namespace}}
spec:
  ${spec}
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: app, image: app}]}`
}

function rule(host: string, subsets: string, namespace = ', namespace: prod'): string {
  return `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: rule${namespace}}
spec: {host: ${host}, subsets: [${subsets}]}`
}

type Shown = AdmittedPod | Pick<Resource, 'name' | 'root'>

/** The names of what is found, or `unknown`. */
function names(found: Maybe<readonly Shown[]>): string {
  if (!found.known) return 'unknown'
  return found.value.map((one) => showName('owner' in one ? one.owner : one)).join(' ')
}

function podsOf(text: string, name = 'redis'): string {
  const { mesh, service } = meshOf(text)
  return names(mesh.podsOf(service(name)))
}

test('a Service selects the workloads of its namespace that have its labels', () => {
  const text =
    service('redis', '{app: redis, role: db}') +
    workload('StatefulSet', 'redis', '{app: redis, role: db}') +
    workload('Deployment', 'web', '{app: redis, role: web}') +
    workload('Deployment', 'other', '{app: redis, role: db}', ', namespace: dev')
  assert.is(podsOf(text), 'redis')
})

test('all alternatives of a workload are selected', () => {
  const set = workload('StatefulSet', 'redis', '{app: redis}')
  assert.is(podsOf(service('redis', '{app: redis}') + set + set), 'redis redis')
})

test('a Service selects nothing where its namespace is described, which it does itself', () => {
  assert.is(podsOf(service('redis', '{app: redis}') + workload('Deployment', 'web', '{app: web}')), '')
  assert.is(podsOf(service('redis', '{app: redis}')), '')
})

test('a workload of an unknown namespace may be of any', () => {
  assert.is(podsOf(service('redis', '{app: redis}') + workload('Deployment', 'web', '{app: redis}', '')), 'unknown')
  assert.is(podsOf(service('redis', '{app: redis}', '') + workload('Deployment', 'web', '{app: redis}')), 'unknown')
  assert.is(podsOf(service('redis', '{app: redis}', '') + workload('Deployment', 'web', '{app: redis}', '')), 'web')
  assert.is(podsOf(service('redis', '{app: redis}', '') + workload('Deployment', 'web', '{app: web}')), '')
})

test('a placeholder in a label or selector makes a match undecided', () => {
  const web = workload('Deployment', 'web', '{app: redis, role: "${ROLE}"}')
  assert.is(podsOf(service('redis', '{app: redis, role: db}') + web), 'unknown')
  assert.is(podsOf(service('redis', '{app: web, role: db}') + web), '', 'one label that differs settles it')
  assert.is(podsOf(service('redis', '{app: redis, role: "${ROLE}"}') + web), 'unknown')
  const db = workload('Deployment', 'db', '{app: redis, role: db}')
  assert.is(podsOf(service('redis', '{app: redis, role: db}') + web + db), 'db', 'a certain match suffices')
})

test('where an operator works, pods may exist that no manifest shows', () => {
  const kafka = '\n---\napiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: k, namespace: prod}'
  assert.is(podsOf(service('redis', '{app: redis}') + kafka), 'unknown')
  assert.is(
    names(
      meshOf(service('redis', '{app: redis}') + kafka, true).mesh.podsOf(
        meshOf(service('redis', '{app: redis}') + kafka, true).service('redis'),
      ),
    ),
    '',
  )
})

test('a WorkloadEntry with the labels is an endpoint that is no pod', () => {
  const machine = `
---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: {name: vm, namespace: prod}
spec: {address: 10.0.0.1, labels: {app: redis}}`
  assert.is(podsOf(service('redis', '{app: redis}') + machine), 'unknown')
  assert.is(podsOf(service('redis', '{app: web}') + machine), '')
})

test('a Service without a selector, or of type ExternalName, selects nothing', () => {
  const web = workload('Deployment', 'web', '{app: redis}')
  for (const text of [
    service('redis', '{}'),
    service('redis', '{app: redis}', ', namespace: prod', ', type: ExternalName'),
  ]) {
    const { mesh, service } = meshOf(text + web)
    assert.is(names(mesh.podsOf(service('redis'))), '')
    assert.equal(mesh.isSelectorless(service('redis')), known(true))
  }
})

test('headless is what has no address of its own', () => {
  const { mesh, service: named } = meshOf(
    service('a', '{app: a}', '', ', clusterIP: None') +
      service('b', '{app: a}', '') +
      service('c', '{app: a}', '', ', clusterIP: "${IP}"'),
  )
  assert.equal(mesh.isHeadless(named('a')), known(true))
  assert.equal(mesh.isHeadless(named('b')), known(false))
  assert.is(mesh.isHeadless(named('c')).known, false)
})

test('labels that injection adds count, unknown while the verdict is', () => {
  const set = workload('StatefulSet', 'redis', '{app: redis}')
  assert.is(podsOf(service('redis', '{security.istio.io/tlsMode: istio}') + set), 'unknown')
  assert.is(podsOf(service('redis', '{app: web, security.istio.io/tlsMode: istio}') + set), '')
})

test('a selector may name one pod of a StatefulSet', () => {
  const set = workload('StatefulSet', 'redis', '{app: redis}', ', namespace: prod', 'replicas: 3')
  const of = (label: string): string => podsOf(service('redis', `{app: redis, ${label}}`) + set)
  assert.is(of('statefulset.kubernetes.io/pod-name: redis-0'), 'redis')
  assert.is(of('statefulset.kubernetes.io/pod-name: redis-2'), 'redis')
  assert.is(of('statefulset.kubernetes.io/pod-name: redis-3'), '')
  assert.is(of('statefulset.kubernetes.io/pod-name: redis-01'), '')
  assert.is(of('statefulset.kubernetes.io/pod-name: web-0'), '')
  assert.is(of('apps.kubernetes.io/pod-index: "2"'), 'redis')
  assert.is(of('apps.kubernetes.io/pod-index: "3"'), '')
  assert.is(of('apps.kubernetes.io/pod-index: "1", statefulset.kubernetes.io/pod-name: redis-2'), '')
  const some = workload('StatefulSet', 'redis', '{app: redis}', ', namespace: prod', 'replicas: "${N}"')
  assert.is(podsOf(service('redis', '{statefulset.kubernetes.io/pod-name: redis-7}') + some), 'unknown')
  const late = workload('StatefulSet', 'redis', '{app: redis}', ', namespace: prod', 'ordinals: {start: 5}')
  assert.is(podsOf(service('redis', '{statefulset.kubernetes.io/pod-name: redis-5}') + late), 'redis')
  assert.is(podsOf(service('redis', '{statefulset.kubernetes.io/pod-name: redis-0}') + late), '')
})

test('the Services of a workload are those that select it', () => {
  const set = workload('StatefulSet', 'redis', '{app: redis, role: db, x: "${X}"}')
  const of = (text: string): string => {
    const unit = meshOf(text + set)
    return names(unit.mesh.servicesOf(unit.pod('redis')))
  }
  assert.is(
    of(service('a', '{app: redis}') + service('b', '{role: db, app: redis}') + service('c', '{app: web}')),
    'a b',
  )
  assert.is(of(service('a', '{app: web}')), '')
  assert.is(of(service('a', '{x: y}')), 'unknown')
  assert.is(of(service('a', '{app: redis}', '')), 'unknown')
  assert.is(of(service('a', '{app: redis}', ', namespace: dev')), '')
  assert.is(of(service('a', '{statefulset.kubernetes.io/pod-name: redis-0}')), 'a')
  assert.is(of(service('a', '{app: "${APP}"}')), 'unknown')
})

test('a subset selects among the pods of its Service', () => {
  const subset = (labels: string): string => {
    const unit = meshOf(
      service('redis', '{app: redis}') +
        workload('StatefulSet', 'redis', '{app: redis, version: v1}', ', namespace: prod', 'replicas: 3') +
        workload('Deployment', 'web', '{app: web, version: v2}') +
        rule('redis', `{name: one, labels: ${labels}}`),
    )
    const found = unit.mesh.subsetsOf('redis', 'one', prod)
    if (!found.known || !found.value[0]) throw new Error('no subset')
    return names(unit.mesh.podsOfSubset([unit.service('redis')], found.value[0].labels))
  }
  assert.is(subset('{version: v1}'), 'redis')
  assert.is(subset('{version: v2}'), '')
  assert.is(subset('{statefulset.kubernetes.io/pod-name: redis-2}'), 'redis')
  assert.is(subset('{statefulset.kubernetes.io/pod-name: redis-5}'), '')
  assert.is(subset('{topology.kubernetes.io/zone: a}'), 'unknown', 'Istio takes it from the node')
  assert.is(subset('{version: v2, topology.kubernetes.io/zone: a}'), '')
  assert.is(subset('{version: "${VERSION}"}'), 'unknown')
})

test('a subset is undefined only where its DestinationRule would have to be', () => {
  const db = service('redis', '{app: redis}')
  const count = (text: string, namespace: Maybe<string> = prod, host = 'redis'): string => {
    const found = meshOf(text).mesh.subsetsOf(host, 'v1', namespace)
    return found.known ? String(found.value.length) : 'unknown'
  }
  assert.is(count(db + rule('redis', '{name: v1}')), '1')
  assert.is(count(db + rule('redis.prod.svc.cluster.local', '{name: v1}')), '1')
  assert.is(count(db + rule('"*.prod.svc.cluster.local"', '{name: v1}')), '1')
  assert.is(count(db + rule('redis', '{name: v2}')), '0')
  assert.is(count(db + rule('redis', '{name: "${V}"}')), 'unknown')
  assert.is(count(db + rule('"${HOST}"', '{name: v1}')), 'unknown')
  assert.is(count(db + rule('redis', '{name: v1}', '')), 'unknown')
  assert.is(count(db, known('dev'), 'redis.prod.svc.cluster.local'), 'unknown')
  assert.equal(meshOf(db + rule('redis', '{name: v2}, {name: v3}')).mesh.subsetNames('redis', prod), ['v2', 'v3'])
})

test('a host that names one pod of a StatefulSet is told apart', () => {
  const text =
    service('redis', '{app: redis}', ', namespace: prod', ', clusterIP: None') +
    workload('StatefulSet', 'redis', '{app: redis}', ', namespace: prod', 'replicas: 3\n  serviceName: redis')
  const { mesh } = meshOf(text)
  for (const host of [
    'redis-2.redis',
    'redis-2.redis.prod',
    'redis-2.redis.prod.svc',
    'redis-2.redis.prod.svc.cluster.local',
  ]) {
    const pod = mesh.statefulPodOf(host, prod)
    assert.is(pod?.name, 'redis-2')
    assert.is(pod?.ordinal, 2)
    assert.is(pod?.services.length, 1)
    assert.equal(pod?.exists, known(true))
  }
  assert.equal(mesh.statefulPodOf('redis-3.redis', prod)?.exists, known(false))
  assert.is(mesh.statefulPodOf('redis-0.redis', known('dev')), undefined)
  assert.is(mesh.statefulPodOf('redis-6.53.0', prod), undefined)
  assert.is(mesh.statefulPodOf('redis.prod', prod), undefined)
  assert.is(mesh.statefulPodOf('redis-0.redis', unsetNamespace)?.exists.known, false)
  assert.equal(mesh.statefulPodNamed('redis-5', prod)?.exists, known(false))
})

test('configuration names a workload by selector and by host, not by holding for all', () => {
  const istio = (kind: string, name: string, spec: string, namespace = 'prod'): string => {
    const group = kind === 'AuthorizationPolicy' ? 'security' : 'networking'
    return `\n---\napiVersion: ${group}.istio.io/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}`
  }
  const unit = meshOf(
    service('redis', '{app: redis}') +
      workload('StatefulSet', 'redis', '{app: redis}') +
      istio('VirtualService', 'by-route', '{hosts: [a.com], http: [{route: [{destination: {host: redis}}]}]}') +
      istio(
        'VirtualService',
        'by-mirror',
        '{hosts: [a.com], http: [{mirror: {host: redis.prod.svc.cluster.local}}]}',
        'dev',
      ) +
      istio('VirtualService', 'by-tcp', '{hosts: [a.com], tcp: [{route: [{destination: {host: redis}}]}]}') +
      istio('VirtualService', 'elsewhere', '{hosts: [a.com], tcp: [{route: [{destination: {host: redis}}]}]}', 'dev') +
      istio('DestinationRule', 'rule', '{host: redis}') +
      istio('DestinationRule', 'for-all', '{host: "*.prod.svc.cluster.local"}') +
      istio('Sidecar', 'sidecar', '{workloadSelector: {labels: {app: redis}}}') +
      istio('AuthorizationPolicy', 'policy', '{selector: {matchLabels: {app: redis}}}') +
      istio('AuthorizationPolicy', 'policy-for-all', '{}') +
      istio('AuthorizationPolicy', 'other', '{selector: {matchLabels: {app: redis}}}', 'dev') +
      istio('AuthorizationPolicy', 'root', '{selector: {matchLabels: {app: redis}}}', 'istio-system'),
  )
  assert.is(
    unit.mesh.configurationOf(unit.pod('redis')).map(showName).join(' '),
    'by-route by-mirror by-tcp rule policy root sidecar',
  )
})

test.run()
