import { type Gap, known } from '../base/maybe.ts'
import { SourceFile, type SourceLocation } from '../base/source-file.ts'
import type { MapEntry, Node, Scalar } from '../base/tree.ts'
import type { LintResult } from '../engine/lint-result.ts'
import type { AdmittedPod, TrailStep } from '../injection/admitted-pod.ts'
import { noLabels } from '../kube/labels.ts'
import { podShape } from '../kube/pod.ts'
import { createResource, type Resource } from '../kube/resource.ts'
import { viewOf } from '../kube/view.ts'
import type { Problem } from '../rule/problem.ts'
import type { AnyRule } from '../rule/rule.ts'

/** Hand-made input for tests of the reports: no parser, no engine, so that a test shows all that a format sees. */
type Plain = Scalar | undefined | Gap | readonly Plain[] | { readonly [key: string]: Plain }

/** The place of the nth occurrence of a text in a file. */
export function placeOf(file: SourceFile, needle: string, nth = 1): SourceLocation {
  let start = -1
  for (let found = 0; found < nth; found++) start = file.text.indexOf(needle, start + 1)
  if (start < 0) throw new Error(`${file.path} has no ${needle}`)
  return { file, span: { start, end: start + needle.length }, precision: 'node' }
}

/** The body that a text would be read as: keys and scalars are looked up in the text, one after the other. */
function sampleNode(file: SourceFile, data: Plain): Node {
  let cursor = 0
  const find = (text: string) => {
    const start = file.text.indexOf(text, cursor)
    if (start < 0) throw new Error(`${file.path} has no ${text} after ${cursor}`)
    cursor = start + text.length
    return start
  }
  const node = (value: Plain): Node => {
    if (value === null || value === undefined || typeof value !== 'object') {
      const text = value === null || value === undefined ? '' : String(value)
      const start = find(text)
      return { type: 'scalar', value: value ?? null, file, start, end: start + text.length }
    }
    const start = cursor
    if (isList(value)) return { type: 'list', items: value.map(node), file, start, end: cursor }
    if (isGap(value)) {
      const at = find(value.hint)
      return { type: 'hole', gaps: [value], partial: value.hint, file, start: at, end: cursor }
    }
    const entries: MapEntry[] = []
    for (const [key, item] of Object.entries(value)) {
      const keyStart = find(key)
      entries.push({ key, keyStart, keyEnd: keyStart + key.length, value: node(item) })
    }
    return { type: 'map', entries, file, start: entries[0]?.keyStart ?? start, end: cursor }
  }
  return node(data)
}

function isList(value: object): value is readonly Plain[] {
  return Array.isArray(value)
}

/** A gap in sample data is a placeholder: its hint is the text that is written there. */
function isGap(value: object): value is Gap {
  return 'what' in value && 'hint' in value
}

export function sampleResource(
  file: SourceFile,
  data: Plain,
  scope: 'Namespaced' | 'Cluster' = 'Namespaced',
): Resource {
  const root = sampleNode(file, data)
  const text = (key: string) => {
    const entry = root.type === 'map' ? root.entries.find((one) => one.key === key)?.value : undefined
    return entry?.type === 'scalar' ? String(entry.value) : ''
  }
  return createResource({
    root,
    shape: undefined,
    apiVersion: text('apiVersion'),
    kind: text('kind'),
    kindName: 'Other',
    scope,
  })
}

/** A small StatefulSet, its Namespace, and a Service: what the reports of the tests speak of. */
export const redisFile = new SourceFile(
  'deploy/redis.yaml',
  `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
  namespace: prod
spec:
  serviceName: redis-headles
  replicas: 3
  template:
    metadata:
      labels:
        app: redis
    spec:
      containers:
      - name: redis
        image: redis:7
        ports:
        - containerPort: 15001
`,
)
export const namespaceFile = new SourceFile(
  'deploy/namespace.yaml',
  `apiVersion: v1
kind: Namespace
metadata:
  name: prod
  labels:
    istio-injection: enabled
`,
)

export const redis = sampleResource(redisFile, {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'redis', namespace: 'prod' },
  spec: {
    serviceName: 'redis-headles',
    replicas: 3,
    template: {
      metadata: { labels: { app: 'redis' } },
      spec: { containers: [{ name: 'redis', image: 'redis:7', ports: [{ containerPort: 15001 }] }] },
    },
  },
})

export function samplePod(parts: Partial<AdmittedPod> = {}): AdmittedPod {
  const first = {
    name: known('redis-0'),
    shownName: 'redis-0',
    body: viewOf(redis.root, podShape),
    root: redis.root,
    labels: noLabels,
    annotations: noLabels,
  }
  const names = ['redis-0', 'redis-1', 'redis-2']
  return {
    owner: redis,
    pods: { replicas: known(3), names, pattern: undefined, first, pod: () => first },
    exceptions: [],
    stored: () => undefined,
    verdict: 'injected',
    revision: 'default',
    webhooks: [
      {
        configuration: 'istio-sidecar-injector',
        webhook: 'namespace.sidecar-injector.istio.io',
        round: 0,
        mutated: known(true),
      },
    ],
    trail: injectedTrail,
    matches: [],
    injectors: [],
    missing: [],
    refusals: [],
    labels: noLabels,
    ...parts,
  }
}

function defaultWebhook(name: string, because: string, outcome: TrailStep['outcome'] = 'not-matched'): TrailStep {
  const webhook = `${name}.sidecar-injector.istio.io`
  return { stage: 'webhook', configuration: 'istio-sidecar-injector', name: webhook, outcome, because }
}

/** What the embedded defaults make of a namespace with `istio-injection: enabled`. */
export const injectedTrail: readonly TrailStep[] = [
  defaultWebhook('rev.namespace', 'Namespace "prod" has no label "istio.io/rev"'),
  defaultWebhook('rev.object', 'Namespace "prod" has the label "istio-injection"'),
  {
    ...defaultWebhook('namespace', 'Namespace "prod" has "istio-injection: enabled"', 'called'),
    at: placeOf(namespaceFile, 'enabled'),
  },
  defaultWebhook('object', 'Namespace "prod" has the label "istio-injection"'),
  {
    stage: 'injector',
    name: 'istiod',
    outcome: 'injected',
    because: 'the policy is "enabled" and nothing opts the pod out',
    reason: 'policy',
  },
]

export function sampleProblem(parts: Partial<Problem> = {}): Problem {
  return {
    rule: 'reserved-port',
    aliases: [],
    severity: 'error',
    topic: 'ports',
    message: 'Container "redis" opens port 15001, on which the sidecar listens.',
    why: 'Two processes cannot listen on one port of a pod: whichever starts last fails, and the pod never gets ready.',
    fix: 'Let the container listen on another port.',
    resource: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'prod', name: 'redis' },
    at: placeOf(redisFile, '15001'),
    related: [],
    trail: [],
    fingerprint: 'f00d',
    url: 'https://github.com/meshlint/meshlint/blob/main/docs/rules.md#reserved-port',
    ...parts,
  }
}

export const sampleRule: AnyRule = {
  id: 'reserved-port',
  topic: 'ports',
  summary: 'A port that the sidecar needs for itself',
  why: 'Two processes cannot listen on one port of a pod: whichever starts last fails, and the pod never gets ready.',
  fix: 'Let the container listen on another port.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/ops/deployment/application-requirements/'],
  aliases: ['KIA0001'],
  each: 'workload',
  needs: [],
  messages: { clash: 'Container "{container}" opens port {port}, on which the sidecar listens.' },
  examples: {
    bad: [{ title: 'the port of the sidecar', files: 'ports:\n- containerPort: 15001 #! clash\n' }],
    good: [{ title: 'another port', files: 'ports:\n- containerPort: 6379\n' }],
  },
  check: () => {},
}

export function sampleResult(parts: Partial<LintResult> = {}): LintResult {
  const problems = parts.problems ?? []
  const number = (severity: Problem['severity']) =>
    problems.filter((problem) => problem.severity === severity && !problem.suppressed).length
  return {
    problems,
    undecided: [],
    failures: [],
    workloads: [],
    counts: {
      resources: 212,
      files: 41,
      rules: 31,
      errors: number('error'),
      warnings: number('warning'),
      infos: number('info'),
      undecided: parts.undecided?.length ?? 0,
      suppressed: problems.filter((problem) => problem.suppressed).length,
    },
    rules: [sampleRule],
    notices: [],
    skipped: [],
    uncomposed: 0,
    timings: new Map(),
    ...parts,
  }
}

/** A result that has some of everything, names that need escaping included. */
const odd = new SourceFile('deploy/a b/ü#.yaml', 'kind: "{0} ${VAR} [x](1)"\nname: \u0000\n')
export const fullResult: LintResult = sampleResult({
  problems: [
    sampleProblem({
      trail: injectedTrail,
      related: [{ at: placeOf(namespaceFile, 'enabled'), message: 'switched on here' }],
    }),
    sampleProblem({
      severity: 'warning',
      rule: 'other-rule',
      message: 'The "{0}" of "${VAR}" is \\ [x](1).',
      at: placeOf(odd, '${VAR}'),
    }),
    sampleProblem({
      severity: 'info',
      at: placeOf(odd, ''),
      resource: { apiVersion: 'v1', kind: 'Pod', namespace: null, name: null },
    }),
    sampleProblem({ suppressed: { by: 'comment', reason: 'known', at: placeOf(redisFile, 'ports') } }),
  ],
  undecided: [
    {
      rule: 'reserved-port',
      resource: { apiVersion: 'v1', kind: 'Service', namespace: null, name: 'redis' },
      at: placeOf(redisFile, 'redis'),
      missing: [{ what: 'the labels of Namespace "prod"', hint: 'add the Namespace to the input' }],
    },
  ],
  failures: [
    { stage: 'parse', message: 'Bad indentation.', at: placeOf(redisFile, 'kind') },
    { stage: 'read', message: 'Permission denied.', path: 'x y.yaml' },
    { stage: 'rule', message: 'The rule "x" broke: please report it.' },
  ],
  workloads: [samplePod()],
})
