import {
  defineRule,
  type MetadataEntry,
  metadataEntries,
  type Severity,
  type SourceLocation,
  type UnknownField,
  unknownConfigFields,
} from '../../src/rule/index.ts'
import { titleOf } from '../shared/injection.ts'

const configKey = 'proxy.istio.io/config'

export default defineRule({
  id: 'proxy-config-field-ignored',
  topic: 'annotations',
  summary: 'A field of "proxy.istio.io/config" is none that Istio knows',
  why: 'Istio takes the annotation and drops the fields that ProxyConfig does not have, without a word: the proxy runs with the default.',
  fix: 'Write the field as ProxyConfig has it, upper and lower case included, or remove it.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig',
    'https://istio.io/latest/docs/reference/config/annotations/#ProxyConfig',
  ],
  each: 'workload',
  needs: [],
  messages: {
    ignored: 'Istio ignores field "{field}" in annotation "proxy.istio.io/config" of {workload}.{hint}',
    meshWide:
      'Field "{field}" in annotation "proxy.istio.io/config" of {workload} is one of MeshConfig, thus of the whole mesh: on a pod Istio ignores it.',
  },
  examples: {
    good: [
      {
        title: 'fields of ProxyConfig, in either spelling',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  proxy.istio.io/config: |
                    holdApplicationUntilProxyStarts: true
                    termination_drain_duration: 30s
                    proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" }
                    tracing: { sampling: 10, customTags: { zone: { literal: { value: a } } } }
              spec: { containers: [{ name: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'a missing letter, a field one level too high, a variable, a setting of the mesh',
        files: `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                annotations:
                  proxy.istio.io/config: |
                    holdApplicationUntilProxyStart: true #! ignored
                    sampling: 10 #! ignored
                    ISTIO_META_DNS_CAPTURE: "true" #! ignored
                    outboundTrafficPolicy: { mode: REGISTRY_ONLY } #! meshWide
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'as JSON, in a field of a field',
        files: `
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            namespace: prod
            annotations:
              proxy.istio.io/config: '{ "tracing": { "samplng": 10 } }' #! ignored
          spec: { containers: [{ name: web }] }
        `,
      },
    ],
  },

  check(pod, { report }) {
    const { owner } = pod
    for (const entry of metadataEntries(owner)) {
      const { holder, part, key, value } = entry
      if (holder !== 'pod' || part !== 'annotation' || key !== configKey || value === undefined) continue
      for (const { path, reason } of unknownConfigFields(value)) {
        const severity = pod.verdict === 'not-injected' ? 'info' : severityOf(reason)
        const base = { on: owner, at: placeOf(entry, path), pod, severity } as const
        const data = { field: path, workload: titleOf(owner) }
        if (reason.is === 'mesh-wide') report({ ...base, message: 'meshWide', data })
        else report({ ...base, message: 'ignored', data: { ...data, hint: hintOf(reason) } })
      }
    }
  },
})

/** An error where it is sure what was meant. */
function severityOf({ is }: UnknownField['reason']): Severity {
  return is === 'unknown' || is === 'mesh-wide' ? 'warning' : 'error'
}

function hintOf(reason: UnknownField['reason']): string {
  if (reason.is === 'slip') return ` Did you mean "${reason.of}"?`
  if (reason.is === 'elsewhere') return ` It belongs at "${reason.path}".`
  return reason.is === 'variable' ? ' Variables belong below "proxyMetadata".' : ''
}

/** Where the field stands in the text of the annotation, where that is plain; else the annotation. */
function placeOf({ at, valueAt }: MetadataEntry, path: string): SourceLocation {
  const { file, span } = valueAt
  const last = path.slice(path.lastIndexOf('.') + 1)
  const text = file.text.slice(span.start, span.end)
  const found = [...text.matchAll(/[\w-]+(?=\\?["']?\s*:)/g)].filter(([name]) => name === last)
  const [first] = found
  if (!first || found.length > 1) return at
  const start = span.start + first.index
  return { file, span: { start, end: start + last.length }, precision: 'node' }
}
