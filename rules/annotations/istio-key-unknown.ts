import {
  configFieldOf,
  defineRule,
  isIstioKey,
  istioKey,
  type Maybe,
  type MetadataEntry,
  mentionsIn,
  metadataEntries,
  prefixOf,
  resemblingKeys,
  type Severity,
  type Snapshot,
  slipOf,
} from '../../src/rule/index.ts'
import { injectionKey, injectKey, titleOf } from '../shared/injection.ts'
import { minorOf } from '../shared/istio-version.ts'

export default defineRule({
  id: 'istio-key-unknown',
  topic: 'annotations',
  summary: 'A label or annotation in the name of Istio is misspelt or unknown',
  why: 'Istio reads its labels and annotations by their exact names and says nothing of others: the setting is not made.',
  fix: 'Write the name as the reference has it, upper and lower case included, or remove it.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/labels/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0108/',
  ],
  aliases: ['IST0108'],
  each: 'unit',
  needs: ['ConfigMap'],
  messages: {
    slip: 'The {part} "{key}" of {resource} is misnamed: Istio does not read it.{hint}',
    unknown: 'No version of Istio has {part} "{key}", as {resource} has it.{hint}',
    later: 'Istio {version} does not know {part} "{key}" of {resource}, which came with Istio 1.{since}.',
  },
  examples: {
    good: [
      {
        title: 'known names, and names of others',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod, labels: { istio.example.com/team: cache } }
          spec:
            template:
              metadata:
                labels: { sidecar.istio.io/inject: "true", istio: cache }
                annotations:
                  traffic.sidecar.istio.io/excludeOutboundPorts: "6379"
                  sidecar.istio.io/capNetBindService: "true"
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: "an injector's own template reads it",
        files: `
          apiVersion: v1
          kind: Pod
          metadata: { name: web, namespace: prod, annotations: { sidecar.istio.io/spiffe: "true" } }
          spec: { containers: [{ name: web }] }
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: { name: istio-sidecar-injector, namespace: istio-system }
          data: { config: "templates: { spire: '{{ index .ObjectMeta.Annotations \`sidecar.istio.io/spiffe\` }}' }" }
        `,
      },
    ],
    bad: [
      {
        title: 'a missing letter, another case, another prefix',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injections: enabled } } #! slip
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels:
                  sidecar.istio/inject: "false" #! slip
                annotations:
                  traffic.sidecar.istio.io/excludeOutboundPort: "6379" #! slip
                  sidecar.istio.io/proxyCpu: 100m #! slip
                  sidecar.istio.io/excludeInboundPorts: "6379" #! slip
                  sidecar.istio.io/concurrency: "2" #! slip
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'a name that resembles none, and one that is too new',
        options: ['--istio-version=1.22'],
        files: `
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: prod
            annotations:
              sidecar.istio.io/proxyThreads: "2" #! unknown
              sidecar.istio.io/nativeSidecar: "true" #! later
          spec: { containers: [{ name: web }] }
        `,
      },
    ],
  },

  check(snapshot, { podsOf, istioVersion, report }) {
    const isRead = readersOf(snapshot)
    const minor = minorOf(istioVersion, snapshot)
    for (const resource of snapshot.unit.resources) {
      for (const entry of metadataEntries(resource)) {
        const { part, key, at, holder } = entry
        const finding = findingOf(entry, resource.kind, minor)
        if (!finding || isRead(key)) continue
        const pod = holder === 'pod' ? podsOf(resource) : undefined
        // Without injector and agent nobody would read the right name either.
        const isIdle = pod?.verdict === 'not-injected' && prefixOf(key) === 'closed'
        const base = { on: resource, at, pod, severity: isIdle ? 'info' : finding.severity }
        const data = { part, key, resource: titleOf(resource) }
        if (finding.since !== undefined)
          report({ ...base, message: 'later', data: { ...data, version: istioVersion, since: finding.since } })
        else report({ ...base, message: finding.message, data: { ...data, hint: finding.hint } })
      }
    }
  },
})

interface Finding {
  readonly message: 'slip' | 'unknown'
  readonly severity: Severity
  /** A sentence behind a blank, or nothing. */
  readonly hint: string
  readonly since?: number
}

function findingOf({ part, key }: MetadataEntry, kind: string, minor: Maybe<number>): Finding | undefined {
  const known = istioKey(part, key)
  if (known) {
    const { since = 0 } = known
    if (!minor.known || since <= minor.value) return undefined
    return { message: 'unknown', severity: 'warning', hint: '', since }
  }
  // A known name in the wrong place is another rule's finding; a name with a placeholder is none.
  if (isIstioKey(key) || !/^[\w./-]+$/.test(key)) return undefined
  const meant = slipOf(key)
  if (meant !== undefined)
    return { message: 'slip', severity: 'error', hint: didYouMean(part, [switchOf(kind, meant)]) }
  const field = configFieldOf(key)
  if (field !== undefined)
    return {
      message: 'slip',
      severity: 'error',
      hint: ` It is field "${field}" of annotation "proxy.istio.io/config".`,
    }
  const prefix = prefixOf(key)
  if (prefix === 'foreign') return undefined
  return {
    message: 'unknown',
    // Labels may be anybody's, to select by.
    severity: part === 'annotation' || prefix === 'closed' ? 'warning' : 'info',
    hint: didYouMean(part, resemblingKeys(key)),
  }
}

/** A Namespace and a pod have each a switch of its own. */
function switchOf(kind: string, meant: string): string {
  if (meant !== injectionKey && meant !== injectKey) return meant
  return kind === 'Namespace' ? injectionKey : injectKey
}

function didYouMean(part: MetadataEntry['part'], [key]: readonly string[]): string {
  if (key === undefined) return ''
  const other = part === 'label' ? 'annotation' : 'label'
  return ` Did you mean ${istioKey(part, key) ? '' : `the ${other} `}"${key}"?`
}

/** Whether something in the unit reads a key that Istio does not: a selector, a template of the injector, a script. */
function readersOf({ unit }: Pick<Snapshot, 'unit'>): (key: string) => boolean {
  let isMentioned: ((key: string) => boolean) | undefined
  return (key) => {
    isMentioned ??= mentionsIn(unit.resources.map(({ root }) => root))
    return isMentioned(key)
  }
}
