import { test } from 'uvu'
import { equal } from 'uvu/assert'
import { memoryHost } from '../../src/base/memory-host.ts'
import { lint } from '../../src/engine/lint.ts'
import { defaultRequest } from '../../src/engine/request.ts'
import { rules } from '../index.ts'

const base = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web }, annotations: { sidecar.istio.io/rewriteAppHTTPProbers: "false" } }
spec: { containers: [{ name: web, image: web, livenessProbe: { httpGet: { path: /, port: 8080 } } }] }
`

function policy(name: string, namespace: string, spec: string): string {
  return `---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`
}

/** The policy under which a probe in plain text is refused, `unknown`, or `none`. */
function refusing(policies: readonly string[], complete = false): string {
  const text = base + policies.join('')
  const asked = { ...defaultRequest, complete, only: ['probe-refused-by-mtls'] }
  const { problems, undecided } = lint(asked, rules, memoryHost({ 'a.yaml': text }))
  if (undecided.length > 0) return 'unknown'
  return /PeerAuthentication "([^"]+)"/.exec(problems[0]?.message ?? '')?.[1] ?? 'none'
}

const strict = '{ mtls: { mode: STRICT } }'
const selected = 'selector: { matchLabels: { app: web } }'
const meshWide = policy('mesh', 'istio-system', strict)

test('the policy of the pod counts before that of the namespace, and that before the mesh’s', () => {
  equal(refusing([meshWide]), 'mesh')
  equal(refusing([meshWide, policy('ns', 'shop', strict)]), 'ns')
  equal(refusing([meshWide, policy('ns', 'shop', '{ mtls: { mode: PERMISSIVE } }')]), 'none')
  equal(refusing([meshWide, policy('pod', 'shop', `{ ${selected}, mtls: { mode: DISABLE } }`)]), 'none')
  equal(refusing([policy('pod', 'shop', `{ ${selected}, mtls: { mode: STRICT } }`)]), 'pod')
})

test('a policy that says nothing leaves it to the next', () => {
  equal(refusing([meshWide, policy('ns', 'shop', '{ mtls: { mode: UNSET } }')]), 'mesh')
  equal(
    refusing([meshWide, policy('pod', 'shop', `{ ${selected}, portLevelMtls: { 9090: { mode: DISABLE } } }`)]),
    'mesh',
  )
})

test('ports are told apart beside a selector only', () => {
  const ports = 'mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: PERMISSIVE } }'
  equal(refusing([policy('pod', 'shop', `{ ${selected}, ${ports} }`)]), 'none')
  equal(refusing([policy('ns', 'shop', `{ ${ports} }`)]), 'ns')
})

test('a selector in the root namespace selects nothing, another namespace’s policy is not the pod’s', () => {
  equal(refusing([policy('root', 'istio-system', `{ ${selected}, mtls: { mode: STRICT } }`)], true), 'none')
  equal(refusing([policy('other', 'elsewhere', strict)], true), 'none')
})

test('nobody can tell where policies of one rank contradict each other, or none is in sight', () => {
  equal(refusing([policy('a', 'shop', strict), policy('b', 'shop', '{ mtls: { mode: PERMISSIVE } }')]), 'unknown')
  equal(refusing([policy('a', 'shop', strict), policy('b', 'shop', strict)]), 'a')
  equal(refusing([]), 'unknown')
  equal(refusing([], true), 'none')
})

test.run()
