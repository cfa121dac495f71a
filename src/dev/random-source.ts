import { sampler } from './sampler.ts'

/** What a random program reads from its environment. */
export const environmentNames = ['STAGE', 'REPLICAS', 'FEATURE'] as const

/** Writes a random CDK8s program that a person could have written; the same one for the same seed. */
export function randomSource(seed: number): string {
  const { below, pick } = sampler(seed)
  const chance = (percent: number): boolean => below(100) < percent
  const label = () =>
    pick(["'a'", "'b-1'", 'tier', '`${tier}-${team}`', "team ?? 'x'", 'stage', '`on-${stage}`', 'String(count)'])
  const key = () => pick(['app', "'istio.io/rev'", "'sidecar.istio.io/inject'", '[`k-${team}`]', 'tier', '[tier]'])
  const labels = (): string => {
    const entries = Array.from({ length: 1 + below(3) }, () => `${key()}: ${label()}`)
    if (chance(30)) entries.splice(below(entries.length + 1), 0, '...common')
    if (chance(15)) entries.push("...(feature ? { feature: 'on' } : {})")
    return `{ ${entries.join(', ')} }`
  }
  const number = () =>
    pick(['1', 'count', 'count + 1', 'Math.max(count, 3)', "Number(process.env.REPLICAS ?? '2')", 'names.length'])
  const name = () =>
    pick(['', '', "name: 'fixed', ", 'name: `x-${tier}`, ', 'name: `${stage}-${team}`, ', 'name: id.toLowerCase(), '])
  const port = () =>
    `{ name: ${pick(["'http-web'", '`tcp-${tier}`', "'grpc'"])}, port: ${pick(['80', '8080 + count', '6379'])} }`
  const container = () =>
    `{ name: ${pick(["'main'", 'tier', 'id'])}, image: ${pick(["'redis:7'", '`registry.test/${team}:${stage}`', "['redis', '7'].join(':')"])}${chance(40) ? `, env: names.map((one, index) => ({ name: one.toUpperCase(), value: String(index) }))` : ''} }`
  const kinds = [
    () => `new k8s.KubeNamespace(scope, id, { metadata: { ${name()}labels: ${labels()} } })`,
    () =>
      `new k8s.KubeService(scope, id, { metadata: { ${name()}}, spec: { clusterIp: ${pick(["'None'", 'undefined'])}, selector: ${labels()}, ports: [${port()}] } })`,
    () =>
      `new k8s.KubeStatefulSet(scope, id, { metadata: { ${name()}labels: ${labels()} }, spec: { serviceName: ${pick(['tier', "'db'", '`${id}-svc`'])}, replicas: ${number()}, selector: { matchLabels: common }, template: { metadata: { labels: ${labels()} }, spec: { containers: [${container()}] } } } })`,
    () => `new k8s.KubeConfigMap(scope, id, { metadata: { ${name()}}, data: ${labels()} })`,
    () =>
      `new ApiObject(scope, id, { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { ${name()}}, spec: { hosts: names, http: names.filter((one) => one !== 'b').map((one) => ({ route: [{ destination: { host: one } }] })) } })`,
    () =>
      `new kplus.Deployment(scope, id, { replicas: ${number()}, podMetadata: { labels: ${labels()} }, containers: [{ image: 'web:1', portNumber: 8080 }] })`,
    () =>
      `new kplus.StatefulSet(scope, id, { metadata: { ${name()}}, containers: [{ image: 'redis:7', portNumber: 6379, securityContext: { user: 1337 } }] })`,
  ]
  const make = (id: string): string => {
    const made = `((id: string) => ${pick(kinds)()})(${id})`
    const after = [
      () => `ApiObject.of(${made}).metadata.addLabel('late', ${label()})`,
      () => `ApiObject.of(${made}).addJsonPatch(JsonPatch.add('/metadata/annotations', { patched: ${label()} }))`,
      () => `ApiObject.of(${made}).metadata.addAnnotation('note', ${label()})`,
    ]
    return chance(25) ? pick(after)() : made
  }
  let count = 0
  const statement = (depth: number): string => {
    const id = `'${pick(['db', 'web', 'Cache', 'default', '10'])}${count++}'`
    const nested = () => statement(depth - 1)
    if (depth <= 0 || chance(45)) return make(id)
    return pick([
      () => `for (const one of names) { const tier = one; ${make(`\`${'${one}'}-\${${id}}\``)} }`,
      () => `for (let i = 0; i < ${pick(['2', 'count', 'names.length'])}; i++) ${make(`\`s\${i}-\${${id}}\``)}`,
      () =>
        `if (${pick(['feature', "stage === 'prod'", 'count > 1', 'names.includes("c")'])}) { ${nested()} }${chance(50) ? ` else { ${nested()} }` : ''}`,
      () => `names.forEach((one, index) => { const tier = \`${'${one}'}${'${index}'}\`; ${make(`one + ${id}`)} })`,
      () => `{ const scope = new Construct(outer, ${id}); ${nested()} }`,
      () => `switch (${pick(['stage', 'tier'])}) { case 'prod': ${nested()}; break; default: ${nested()} }`,
      () => `new Part(scope, ${id}, { tier: ${label()}${chance(40) ? `, count: ${number()}` : ''} })`,
    ])()
  }
  const body = (depth: number): string => Array.from({ length: 1 + below(3) }, () => statement(depth)).join(';\n    ')
  const reads = chance(50)
  return `import { ApiObject, App, Chart, type ChartProps, JsonPatch } from 'cdk8s'
import { Construct } from 'constructs'
import * as kplus from 'cdk8s-plus-33'
import { k8s } from 'cdk8s-plus-33'

const stage = ${reads ? pick(["process.env.STAGE ?? 'dev'", "process.env.STAGE || 'dev'", "process.env['STAGE'] === 'prod' ? 'prod' : 'test'"]) : "'dev'"}
const feature: boolean = ${reads && chance(50) ? "process.env.FEATURE === 'on'" : pick(['true', 'false'])}
const team: string | undefined = ${pick(["'shop'", 'undefined', "'Team A'"])}
const tier = ${pick(["'data'", "['x', 'y'][1] ?? 'z'", "'DATA'.toLowerCase()"])}
const names = ${pick(["['a', 'b']", "'a,b,c'.split(',')", '[...new Set(["b", "a", "b"])].sort()', 'Object.keys({ z: 1, y: 2 })'])}
const common = { ${pick(["app: 'shop'", "app: tier, 'team': team ?? 'none'"])} }
const count = ${pick(['2', 'names.length', '1'])}

interface PartProps { readonly tier: string; readonly count?: number }
class Part extends Construct {
  constructor(scope: Construct, id: string, { tier, count = 2 }: PartProps) {
    super(scope, id)
    const outer: Construct = this;
    {
      const scope: Construct = this;
      ${Array.from({ length: 1 + below(2) }, (_, index) => make(`'part${index}'`)).join(';\n      ')}
    }
  }
}
class Main extends Chart {
  constructor(app: App, id: string, props: ChartProps = {}) {
    super(app, id, { namespace: ${pick(["'shop'", 'undefined', '`ns-${stage}`'])}, ...props })
    const scope: Construct = this;
    const outer: Construct = this;
    ${body(3)}
  }
}
export const app = new App()
new Main(app, 'main'${chance(40) ? `, { labels: ${labels()} }` : ''})
${chance(40) ? "new Main(app, 'second', { disableResourceNameHashes: true })" : ''}
`
}
