import { readFileSync } from 'node:fs'
import { SourceFile } from '../base/source-file.ts'
import { type Node, plainData } from '../base/tree.ts'
import type { Resource } from '../kube/resource.ts'
import { chartSource } from '../sidecar/injector-source.ts'
import { isMap, type Json, type JsonMap, jsonAt } from '../sidecar/json.ts'
import { readText } from '../yaml/read-text.ts'
import { resourceOf } from './cluster-oracle.ts'
import { sharedFolder } from './shared.ts'
import { treeOf } from './tree-of.ts'

/** A case of upstream's table TestInjection (pkg/kube/inject/inject_test.go), as `oracle/injection` records it. */
export interface GoldenCase {
  readonly in: string
  /** Null where an error is expected. */
  readonly want: string | null
  /** What the error says, in small letters. */
  readonly expectedError?: string
  /** `--set` values of the operator. */
  readonly setFlags?: readonly string[]
  /** An IstioOperator with more values. */
  readonly inFilePath?: string
  /** Go code that changes the mesh's configuration. */
  readonly meshGo?: string
  readonly setupGo?: string
  readonly enableNativeSidecars?: string
}

/** The cases beside this repository; none where they are not there. */
export function goldenCases(): readonly GoldenCase[] {
  const folder = goldenFolder()
  return folder === undefined ? [] : JSON.parse(readFileSync(`${folder}/golden-cases.json`, 'utf8'))
}

function goldenFolder(): string | undefined {
  return sharedFolder('oracle/injection')
}

/** The objects of one of the cases' files. */
export function goldenObjects(name: string): readonly Node[] {
  const path = `${goldenFolder()}/testdata/${name}`
  const { documents } = readText(new SourceFile(name, readFileSync(path, 'utf8')))
  return documents.flatMap(({ root }) => (root ? [root] : [])).flatMap(listed)
}

function listed(root: Node): readonly Node[] {
  const items = root.type === 'map' ? root.entries.find(({ key }) => key === 'items')?.value : undefined
  return items?.type === 'list' ? items.items : [root]
}

/** What the harness has installed for a case: the ConfigMaps that the operator would render, Nodes and a Namespace. */
export function goldenInstallation(one: GoldenCase): readonly Resource[] {
  const values = valuesOf(one)
  const configMap = (name: string, data: object): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'istio-system' },
    data,
  })
  const node = (name: string, kubeletVersion: string): object => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: { nodeInfo: { kubeletVersion } },
  })
  const range = '1000620000/10000'
  const annotations = { 'openshift.io/sa.scc.uid-range': range, 'openshift.io/sa.scc.supplemental-groups': range }
  const objects = [
    configMap('istio', { mesh: JSON.stringify(meshOf(one)) }),
    configMap('istio-sidecar-injector', { values: JSON.stringify(values) }),
    node('node-1', 'v1.33.0'),
    node('node-2', 'v1.34.0'),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test-ns', annotations, labels } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'test', labels } },
  ]
  return objects.map((object) => resourceOf(treeOf(object)))
}

const labels = { 'istio-injection': 'enabled' }

/** Templates of the user's own. */
export function goldenTemplates(one: GoldenCase): ReadonlyMap<string, string> {
  const templates = jsonAt(valuesOf(one), 'sidecarInjectorWebhook', 'templates')
  const entries = isMap(templates) ? Object.entries(templates) : []
  return new Map(entries.map(([name, text]) => [name, String(text)]))
}

/** The harness has the values of the development tree, with the flags and the file of the case laid over them. */
function valuesOf(one: GoldenCase): JsonMap {
  const { values: chart } = chartSource({ revision: '', namespace: 'istio-system' }, '1.32')
  let values = merged(chart.known ? (plainData(chart.value) as JsonMap) : {}, {
    global: { hub: 'registry.istio.io/testing', tag: 'latest' },
  })
  const [operator] = one.inFilePath === undefined ? [] : goldenObjects(one.inFilePath)
  if (operator) values = merged(values, jsonIn(plainData(operator), 'spec', 'values'))
  for (const flag of one.setFlags ?? []) {
    const [path = '', value = ''] = flag.split(/=(.*)/s)
    values = merged(values, withPath(chartPath(path), typed(value)))
  }
  if (one.enableNativeSidecars !== undefined)
    values = merged(values, withPath('pilot.env.ENABLE_NATIVE_SIDECARS', one.enableNativeSidecars))
  if (one.setupGo?.includes('platform.OpenShift')) values = merged(values, withPath('global.platform', 'openshift'))
  return values
}

/** Where a flag of the operator ends in the values of the chart. */
function chartPath(flag: string): string {
  return flag
    .replace(/^components\.cni\.enabled$/, 'pilot.cni.enabled')
    .replace(/^values\.cni\./, 'pilot.cni.')
    .replace(/^values\./, '')
}

function typed(value: string): Json {
  if (value === 'true' || value === 'false') return value === 'true'
  return /^\d+$/.test(value) ? Number(value) : value
}

function withPath(path: string, value: Json): JsonMap {
  return path.split('.').reduceRight<Json>((inner, key) => ({ [key]: inner }), value) as JsonMap
}

/** Values laid over each other as Helm does: a null removes what was there. */
function merged(base: Json | undefined, over: unknown): JsonMap {
  const result: Record<string, Json | undefined> = isMap(base) ? { ...base } : {}
  for (const [key, value] of Object.entries(over ?? {})) {
    if (value === null) delete result[key]
    else result[key] = typeof value === 'object' && !Array.isArray(value) ? merged(result[key], value) : value
  }
  return result
}

function jsonIn(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], value)
}

/** The mesh's configuration as the Go code of a case leaves it. */
function meshOf({ meshGo }: GoldenCase): object {
  const address = { discoveryAddress: 'istiod.istio-system.svc:15012' }
  if (meshGo === undefined) return { defaultConfig: address }
  const known = meshChanges.find(([code]) => meshGo.startsWith(code))
  if (!known) throw new Error(`unknown code: ${meshGo}`)
  const [, change] = known
  return { ...change, defaultConfig: { ...address, ...change.defaultConfig } }
}

const meshChanges: readonly (readonly [code: string, mesh: { readonly defaultConfig?: object }])[] = [
  ['m.DefaultConfig.InterceptionMode = meshapi.ProxyConfig_TPROXY', { defaultConfig: { interceptionMode: 'TPROXY' } }],
  ['m.DefaultConfig.DrainDuration = durationpb.New(time.Second * 23)', { defaultConfig: { drainDuration: '23s' } }],
  ['m.DefaultConfig.Tracing = &meshapi.Tracing{}', { defaultConfig: { tracing: {} } }],
  ['m.InboundTrafficPolicy = ', { inboundTrafficPolicy: { mode: 'LOCALHOST' } } as object],
  [
    'm.ExtensionProviders = append',
    {
      extensionProviders: [
        {
          name: 'otel',
          opentelemetry: {
            service: 'otel-collector.observability.svc.cluster.local',
            port: 4317,
            serviceAttributeEnrichment: 'OTEL_SEMANTIC_CONVENTIONS',
          },
        },
      ],
    } as object,
  ],
]
