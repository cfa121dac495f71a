import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { hole, treeOf } from '../../dev/tree-of.ts'
import { fieldErrorText, invalidError } from './field-error.ts'
import { podErrors } from './pod-errors.ts'

function errorsOf(spec: object, container: object = {}, metadata: object = {}): readonly string[] {
  const pod = {
    metadata: { name: 'redis', ...metadata },
    spec: { containers: [{ name: 'redis', image: 'redis', ...container }], ...spec },
  }
  return podErrors(treeOf(pod)).map(fieldErrorText)
}

test('a plain pod is valid, with and without its defaults', () => {
  assert.equal(errorsOf({}), [])
  assert.equal(errorsOf({ dnsPolicy: 'ClusterFirst' }, { terminationMessagePolicy: 'File', ports: [] }), [])
})

test('a volume with two types is none that a container may mount', () => {
  const volumes = [{ name: 'data', emptyDir: {}, downwardAPI: { items: [] } }]
  assert.equal(errorsOf({ volumes }, { volumeMounts: [{ name: 'data', mountPath: '/data' }] }), [
    'spec.volumes[0].downwarAPI: Forbidden: may not specify more than 1 volume type',
    'spec.containers[0].volumeMounts[0].name: Not found: "data"',
  ])
})

test('names, mounts, ports and host ports are there once', () => {
  const mount = { name: 'data', mountPath: '/data' }
  const twice = { volumeMounts: [mount, mount], ports: [{ containerPort: 80, name: 'web', hostPort: 80 }] }
  const spec = { volumes: [{ name: 'data' }, { name: 'data' }], initContainers: [{ name: 'redis', image: 'redis' }] }
  const containers = [
    { name: 'redis', image: 'redis', ...twice },
    { name: 'web', image: 'web', ports: [{ containerPort: 81, hostPort: 80 }] },
  ]
  assert.equal(errorsOf({ ...spec, containers }), [
    'spec.volumes[1].name: Duplicate value: "data"',
    'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/data": must be unique',
    'spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"',
    'spec.initContainers[0].name: Duplicate value: "redis"',
  ])
})

test('amounts are not negative, and requests within their limits, of containers and of the pod', () => {
  const container = { resources: { requests: { cpu: '2', memory: '-1' }, limits: { cpu: '1' } } }
  assert.equal(errorsOf({ resources: { requests: { cpu: '1' }, limits: { cpu: '500m' } } }, container), [
    'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    'spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0',
    'spec.resources.requests: Invalid value: "1": must be less than or equal to cpu limit of 500m',
    'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    'spec.resources.containers[0][cpu].limits: Invalid value: "1": must be less than or equal to pod limits of 500m',
  ])
})

test('a probe has one handler and a port; one of a container that ends has none', () => {
  const readinessProbe = { httpGet: { port: 0 }, tcpSocket: { port: 'web' }, periodSeconds: -1 }
  const initContainers = [{ name: 'wait', image: 'busybox', livenessProbe: { exec: { command: ['true'] } } }]
  assert.equal(errorsOf({ initContainers }, { readinessProbe, livenessProbe: {} }), [
    'spec.containers[0].livenessProbe: Required value: must specify a handler type',
    'spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive',
    'spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
    'spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
    'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
  ])
})

test('what says nothing on Windows is forbidden there', () => {
  const securityContext = { runAsUser: 1, privileged: false }
  assert.equal(errorsOf({ os: { name: 'windows' }, hostPID: true }, { securityContext }), [
    'spec.hostPID: Forbidden: cannot be set for a windows pod',
    'spec.containers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod',
    'spec.containers[0].securityContext.runAsUser: Forbidden: cannot be set for a windows pod',
  ])
})

test('a hole is never wrong, nor what hangs on it', () => {
  const container = { image: hole('image'), volumeMounts: [{ name: 'data', mountPath: '/data' }] }
  assert.equal(errorsOf({ volumes: [hole('volume')] }, container), [])
  assert.equal(errorsOf({ containers: hole('containers'), os: { name: hole('os') } }), [])
  const resources = { requests: { cpu: '2' }, limits: { cpu: hole('limit') } }
  assert.equal(errorsOf({}, { resources, securityContext: hole('context') }), [])
})

test('several errors are told in brackets, each once', () => {
  const errors = podErrors(treeOf({ metadata: { name: 'a', labels: { 'x!': 'y' } }, spec: { containers: [{}] } }))
  const one = errors.slice(-1)
  const kind = { apiVersion: 'v1', kind: 'Pod' }
  assert.is(invalidError(kind, 'a', one), 'Pod "a" is invalid: spec.containers[0].image: Required value')
  const twice = invalidError({ ...kind, apiVersion: 'apps/v1' }, 'a', [...one, ...one])
  assert.is(twice, 'Pod.apps "a" is invalid: spec.containers[0].image: Required value')
  assert.match(invalidError(kind, 'a', errors), /^Pod "a" is invalid: \[metadata\.labels: .*, spec\.containers.*\]$/s)
})

test.run()
