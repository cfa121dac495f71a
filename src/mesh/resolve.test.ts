import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known, type Maybe } from '../base/maybe.ts'
import { meshOf, type TestUnit } from '../dev/mesh-of.ts'
import { unsetNamespace } from '../kube/resource.ts'

const prod = known('prod')

function service(name: string, namespace?: string, rest = 'spec: {selector: {app: a}, ports: [{port: 80}]}'): string {
  return `
---
apiVersion: v1
kind: Service
metadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ''}}
${rest}`
}

function entry(hosts: string, namespace = 'prod', rest = ''): string {
  return `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: external, namespace: ${namespace}}
spec: {hosts: [${hosts}], ${rest} ports: [{number: 443, name: https, protocol: HTTPS}]}`
}

/** The answer in one word or the number of what is found. */
function found({ mesh }: TestUnit, host: string, namespace: Maybe<string> = prod): string {
  const target = mesh.resolve(host, namespace)
  if (!target.known) return 'unknown'
  if (!target.value) return 'absent'
  return `${target.value.services.length} + ${target.value.serviceEntries.length}`
}

test('a short name is looked for in the namespace of the resource', () => {
  const unit = meshOf(service('redis', 'prod') + service('other', 'dev'))
  assert.is(found(unit, 'redis'), '1 + 0')
  assert.is(found(unit, 'redis', known('dev')), 'absent')
  assert.is(found(unit, 'redis.prod.svc.cluster.local', known('dev')), '1 + 0')
})

test('a host is absent only where its namespace is described', () => {
  const unit = meshOf(service('redis', 'prod'))
  assert.is(found(unit, 'postgres'), 'absent')
  assert.is(found(unit, 'postgres.prod.svc.cluster.local', known('dev')), 'absent')
  assert.is(found(unit, 'postgres.dev.svc.cluster.local'), 'unknown')
  assert.is(found(unit, 'postgres', known('dev')), 'unknown')
})

test('a complete input holds everything there is', () => {
  const unit = meshOf(service('redis', 'prod'), true)
  assert.is(found(unit, 'postgres.dev.svc.cluster.local'), 'absent')
  assert.is(found(unit, 'api.example.com'), 'absent')
})

test('the unset namespace equals itself and is unknown against a named one', () => {
  const unit = meshOf(service('redis') + service('other', 'prod'))
  assert.is(found(unit, 'redis', unsetNamespace), '1 + 0')
  assert.is(found(unit, 'redis', prod), 'unknown')
  assert.is(found(unit, 'redis.prod.svc.cluster.local', unsetNamespace), 'unknown')
  assert.is(found(unit, 'other', unsetNamespace), 'unknown')
  assert.is(found(unit, 'none', unsetNamespace), 'absent')
  assert.is(unit.mesh.fullHost('redis', unsetNamespace), 'redis.default?.svc.cluster.local')
})

test('a Service whose name is a placeholder may be the one', () => {
  const unit = meshOf(service('redis', 'prod') + service('"${NAME}"', 'prod'))
  assert.is(found(unit, 'postgres'), 'unknown')
  assert.is(found(unit, 'redis'), '1 + 0')
})

test('every alternative of a Service is found', () => {
  assert.is(found(meshOf(service('redis', 'prod') + service('redis', 'prod')), 'redis'), '2 + 0')
})

test('an operator may make Services where its resources live', () => {
  const kafka = `
---
apiVersion: kafka.strimzi.io/v1beta2
kind: Kafka
metadata: {name: events, namespace: prod}`
  assert.is(found(meshOf(service('redis', 'prod') + kafka), 'events-bootstrap'), 'unknown')
})

test("Istio's own gateways and what Gateways of the Gateway API bring are unknown, not absent", () => {
  const gateway = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: front, namespace: prod}
spec: {gatewayClassName: istio}`
  const unit = meshOf(service('redis', 'prod') + service('mine', 'istio-system') + gateway)
  assert.is(found(unit, 'istio-ingressgateway.istio-system.svc.cluster.local'), 'unknown')
  assert.is(found(unit, 'grafana.istio-system.svc.cluster.local'), 'unknown')
  assert.is(found(unit, 'front-istio'), 'unknown')
  assert.is(found(unit, 'back-istio'), 'absent')
})

test('a host outside the cluster is undecided unless a ServiceEntry has nearly that host', () => {
  const unit = meshOf(service('redis', 'prod') + entry('api.example.com, "*.wild.org"'))
  assert.is(found(unit, 'api.example.com'), '0 + 1')
  assert.is(found(unit, 'a.b.wild.org'), '0 + 1')
  assert.is(found(unit, 'wild.org'), 'absent', 'a wildcard does not cover the domain itself')
  assert.is(found(unit, 'apis.example.com'), 'absent')
  assert.is(found(unit, 'www.other.com'), 'unknown')
  assert.is(found(meshOf(entry('db-1.example.com')), 'db-2.example.com'), 'unknown', 'a sibling, no slip')
})

test('a ServiceEntry with a placeholder may declare any host outside the cluster', () => {
  const unit = meshOf(service('redis', 'prod') + entry('"${HOST}"'), true)
  assert.is(found(unit, 'api.example.com'), 'unknown')
  assert.is(found(unit, 'postgres'), 'absent')
})

test('a hidden wildcard says nothing of one host', () => {
  const unit = meshOf(service('redis', 'prod') + entry('"*"', 'dev', 'exportTo: ["."],'))
  assert.is(found(unit, 'api.example.com'), 'unknown')
  assert.is(found(unit, 'api.example.com', known('dev')), '0 + 1')
})

test('a host with a dot is never completed, but what it means can be told', () => {
  const unit = meshOf(service('reviews', 'prod'))
  assert.is(found(unit, 'reviews.prod'), 'absent')
  assert.is(found(unit, 'reviews.prod.svc'), 'absent')
  assert.is(found(unit, 'reviews.prod.svc.cluster.local.'), 'absent')
  assert.is(found(unit, 'revs.prod.svc'), 'absent')
  assert.is(found(unit, 'revs.prod'), 'unknown')
  assert.is(found(unit, 'reviews.dev'), 'unknown')
  assert.is(unit.mesh.meantBy('reviews.prod', prod)?.fqdn, 'reviews.prod.svc.cluster.local')
  assert.is(unit.mesh.meantBy('reviews.dev', prod), undefined)
  assert.equal(unit.mesh.nearestHosts('reviews.prod.svc', prod), ['reviews.prod.svc.cluster.local'])
})

test('the host of one pod is absent where its namespace is described, and unknown elsewhere', () => {
  const unit = meshOf(service('redis', 'prod'))
  assert.is(found(unit, 'redis-0.redis.prod.svc.cluster.local'), 'absent')
  assert.is(found(unit, 'redis-0.redis.dev.svc.cluster.local'), 'unknown')
  const declared = meshOf(service('redis', 'prod') + entry('redis-0.redis.prod.svc.cluster.local'))
  assert.is(found(declared, 'redis-0.redis.prod.svc.cluster.local'), '0 + 1')
})

test('a wildcard stands for every host that it covers', () => {
  const unit = meshOf(service('a', 'prod') + service('b', 'prod') + service('c', 'dev') + entry('api.example.com'))
  assert.is(found(unit, '*.prod.svc.cluster.local'), '2 + 0')
  assert.is(found(unit, '*.local'), '3 + 0')
  assert.is(found(unit, '*'), '3 + 1')
  assert.is(found(unit, '*.example.com'), '0 + 1')
  assert.is(found(unit, '*.test.svc.cluster.local'), 'unknown')
  assert.is(found(unit, '*.nothing.org'), 'unknown')
})

test('what is not exported to the namespace does not count', () => {
  const hidden = (exportTo: string): string =>
    service('redis', 'data', `spec: {}`).replace(
      'data}',
      `data, annotations: {networking.istio.io/exportTo: "${exportTo}"}}`,
    )
  const host = 'redis.data.svc.cluster.local'
  assert.is(found(meshOf(hidden('.')), host), 'absent')
  assert.is(found(meshOf(hidden('.')), host, known('data')), '1 + 0')
  assert.is(found(meshOf(hidden('~')), host, known('data')), 'absent')
  assert.is(found(meshOf(hidden('dev, prod')), host), '1 + 0')
  assert.is(found(meshOf(hidden('dev,prod')), host, unsetNamespace), 'unknown')
  assert.is(found(meshOf(hidden('"${WHERE}"'.slice(1, -1))), host), 'unknown')
  assert.is(found(meshOf(entry('a.com', 'dev', 'exportTo: ["."],')), 'a.com'), 'absent')
  assert.is(found(meshOf(entry('a.com', 'dev', 'exportTo: ["*"],')), 'a.com'), '0 + 1')
  assert.is(found(meshOf(entry('a.com', 'dev', 'exportTo: ["${WHERE}"],')), 'a.com'), 'unknown')
  assert.is(meshOf(hidden('.')).mesh.hiddenFrom(host, prod).length, 1)
})

test('the nearest hosts are those of the namespace, and the same name elsewhere', () => {
  const unit = meshOf(
    service('redis', 'prod') + service('reddis', 'dev') + service('mysql', 'prod') + entry('api.example.com'),
  )
  assert.equal(unit.mesh.nearestHosts('redi', prod), ['redis'])
  assert.equal(unit.mesh.nearestHosts('reddis', prod), ['reddis.dev.svc.cluster.local', 'redis'])
  assert.equal(unit.mesh.nearestHosts('redsi.prod.svc.cluster.local', known('dev')), ['redis.prod.svc.cluster.local'])
  assert.equal(unit.mesh.nearestHosts('apis.example.com', prod), ['api.example.com'])
  assert.equal(unit.mesh.nearestHosts('shop-production-redis', prod), ['redis'])
  assert.equal(unit.mesh.nearestHosts('something-else', prod), [])
})

test('ports are those of any alternative, and must be named where each has more than one', () => {
  const two = 'spec: {ports: [{port: 80, name: a}, {port: 81, name: b}]}'
  const unit = meshOf(
    service('redis', 'prod') +
      service('redis', 'prod', two) +
      service('web', 'prod', two) +
      service('x', 'prod', 'spec: {ports: [{port: "${PORT}"}]}'),
  )
  const target = (host: string) => {
    const answer = unit.mesh.resolve(host, prod)
    if (!answer.known || !answer.value) throw new Error('not found')
    return answer.value
  }
  assert.equal(unit.mesh.hasPort(target('redis'), 81), known(true))
  assert.equal(unit.mesh.hasPort(target('redis'), 82), known(false))
  assert.is(unit.mesh.hasPort(target('x'), 82).known, false)
  assert.equal(unit.mesh.needsPort(target('redis')), known(false))
  assert.equal(unit.mesh.needsPort(target('web')), known(true))
  assert.equal(unit.mesh.portsOf(target('web')), [80, 81])
})

test.run()
