import { test } from 'uvu'
import { equal } from 'uvu/assert'
import { memoryHost } from '../src/base/memory-host.ts'
import { lint } from '../src/engine/lint.ts'
import { defaultRequest, type Request } from '../src/engine/request.ts'
import { rules } from './index.ts'
import { exampleInjector } from './shared/example-injector.ts'

/** What a rule says of a text: severity, line and message. */
function told(rule: string, text: string, request: Partial<Request> = {}): readonly string[] {
  const asked: Request = { ...defaultRequest, only: [rule], ...request }
  const { problems } = lint(asked, rules, memoryHost({ 'a.yaml': text }))
  return problems.map(({ severity, message }) => `${severity}: ${message}`)
}

const service = (name: string, namespace = '', ports = '[{ port: 80 }]'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}${namespace} }\nspec: { selector: { app: ${name} }, ports: ${ports} }\n---\n`

const route = (hosts: string, destinations: string, more = ''): string =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: web${more} }\nspec: { hosts: [${hosts}], http: [{ route: [${destinations}] }] }\n---\n`

const inProd = ', namespace: prod'

test('a host that nothing resembles is less sure where nobody says a namespace', () => {
  const rule = 'virtualservice-host-missing'
  const missing = route('web', '{ destination: { host: guestbook } }')
  equal(told(rule, service('web') + missing), ['warning: There is no host "guestbook" in the mesh.'])
  const placed = service('web', inProd) + route('web', '{ destination: { host: guestbook } }', inProd)
  equal(told(rule, placed), ['error: There is no host "guestbook" in the mesh.'])
  equal(told(rule, service('web') + missing, { complete: true }), ['error: There is no host "guestbook" in the mesh.'])
  equal(told(rule, service('web-api') + route('web', '{ destination: { host: web-apu } }')), [
    'error: There is no host "web-apu" in the mesh. Did you mean "web-api"?',
  ])
})

test('a destination that gets no request is less bad', () => {
  const rule = 'virtualservice-port-missing'
  const to = (first: string, second: string): string =>
    service('web', inProd) +
    route(
      'web',
      `{ destination: { host: web, port: { number: 80 } }${first} }, { destination: { host: web, port: { number: 81 } }${second} }`,
      inProd,
    )
  equal(told(rule, to(', weight: 100', ', weight: 0')), ['warning: Host "web" has no port 81, only 80.'])
  equal(told(rule, to(', weight: 90', ', weight: 10')), ['error: Host "web" has no port 81, only 80.'])
  equal(told(rule, to('', '')), ['error: Host "web" has no port 81, only 80.'])
})

test('a missing port is told by whether the port of the request will do', () => {
  const rule = 'virtualservice-port-required'
  const two = service('web', inProd, '[{ name: a, port: 80 }, { name: b, port: 81 }]')
  const other = service('old', inProd, '[{ name: a, port: 8080 }]')
  const severities = (hosts: string): readonly string[] =>
    told(rule, two + other + route(hosts, '{ destination: { host: web } }', inProd)).map(
      (text) => text.split(':')[0] ?? '',
    )
  equal(severities('web'), ['info'])
  equal(severities('old'), ['error'])
  equal(severities('web.example.com'), ['warning'])
})

test('another version is no slip: the subsets that there are are named', () => {
  const rule =
    'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: web, namespace: prod }\nspec: { host: web, subsets: [{ name: v1 }, { name: stable }] }\n---\n'
  const to = (subset: string): readonly string[] =>
    told(
      'virtualservice-subset-missing',
      rule + route('web', `{ destination: { host: web, subset: ${subset} } }`, inProd),
    )
  equal(to('v2'), ['error: No DestinationRule defines subset "v2" of host "web". It has "stable", "v1".'])
  equal(to('stabel'), ['error: No DestinationRule defines subset "stabel" of host "web". Did you mean "stable"?'])
})

const waiting = (namespace: string, annotations = 'sidecar.istio.io/nativeSidecar: "false"'): string =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: ${namespace}, annotations: { ${annotations} } }\nspec: { initContainers: [{ name: wait, image: busybox, command: [nc, -z, db, "5432"] }], containers: [{ name: web, image: web }] }\n`

test('what breaks beside a sidecar is less sure where nobody knows whether there is one', () => {
  const rule = 'init-container-before-sidecar'
  const istio = exampleInjector({ cni: true })
  equal(told(rule, istio + waiting('shop')), [
    'error: Init container "wait" calls db:5432 by "nc" before the sidecar runs, and the CNI plugin redirects the call to it.',
  ])
  equal(told(rule, istio + waiting('elsewhere')), [
    'warning: Init container "wait" calls db:5432 by "nc", and if the pod gets its sidecar the CNI plugin redirects the call to it before it runs.',
  ])
  equal(told(rule, istio + waiting('elsewhere'), { complete: true }), [])
  equal(told(rule, istio + waiting('shop', 'inject.istio.io/templates: grpc-agent')), [])
})

test.run()
