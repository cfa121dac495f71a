import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { hole, treeOf } from '../../dev/tree-of.ts'
import { securityViolations } from './security-violations.ts'

function textsOf(level: 'baseline' | 'restricted', spec: object, container: object = {}, version = 'latest'): string[] {
  const pod = { metadata: {}, spec: { containers: [{ name: 'app', ...container }], ...spec } }
  return securityViolations(treeOf(pod), level, version).map(({ text }) => text)
}

const compliant = {
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
}

test('a plain container passes baseline, and fails four checks of restricted', () => {
  assert.equal(textsOf('baseline', {}), [])
  assert.equal(textsOf('restricted', {}), [
    'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false)',
    'unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"])',
    'runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)',
    'seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ])
  assert.equal(textsOf('restricted', {}, compliant), [])
})

test('a check of restricted takes the place of its weaker one of baseline', () => {
  const volumes = [{ name: 'host', hostPath: { path: '/' } }]
  assert.equal(textsOf('baseline', { volumes }), ['hostPath volumes (volume "host")'])
  assert.equal(textsOf('restricted', { volumes }, compliant), [
    'restricted volume types (volume "host" uses restricted volume type "hostPath")',
  ])
})

test('the version that the Namespace names has its own checks', () => {
  const livenessProbe = { tcpSocket: { host: 'other', port: 80 } }
  const text = 'probe or lifecycle host (container "app" uses probe or lifecycle host "other")'
  assert.equal(textsOf('baseline', {}, { livenessProbe }), [text])
  assert.equal(textsOf('baseline', {}, { livenessProbe }, 'v1.33'), [])
})

test('what is not known violates nothing', () => {
  assert.equal(textsOf('restricted', { hostNetwork: hole('network') }, { securityContext: hole('context') }), [])
})

test.run()
