import {
  type AdmittedPod,
  defineRule,
  podTemplateOf,
  readSelector,
  type SourceLocation,
  showName,
} from '../../src/rule/index.ts'
import { consequenceOf } from '../shared/consequence.ts'
import { injectionKey, textOf, titleOf } from '../shared/injection.ts'

const wanting = new Set(['enabled', 'true'])

export default defineRule({
  id: 'istio-injection-misplaced',
  topic: 'injection',
  summary: '"istio-injection" stands where nobody reads it',
  why: 'Only the label "istio-injection" of a Namespace is read. On a pod template, a workload, or as an annotation it switches nothing on or off.',
  fix: 'For one workload, write the label "sidecar.istio.io/inject" on its pod template; for a whole namespace, the label "istio-injection" on the Namespace.',
  severity: 'warning',
  since: '0.1.0',
  references: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
  ],
  each: 'unit',
  needs: ['Namespace'],
  messages: {
    workload: 'Nobody reads {part} "istio-injection" on the {place} of {workload}{effect}.',
    namespace: 'Nobody reads annotation "istio-injection" of Namespace "{namespace}": it must be a label.',
  },
  examples: {
    good: [
      {
        title: 'on the Namespace, as a label',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
        `,
      },
    ],
    bad: [
      {
        title: 'the pods get a sidecar all the same',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: prod }
          spec:
            template:
              metadata:
                labels:
                  istio-injection: disabled #! workload
              spec: { containers: [{ name: redis }] }
        `,
      },
      {
        title: 'on the workload, and as an annotation of the Namespace',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, annotations: { istio-injection: enabled } } #! namespace
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: { name: web, namespace: prod, labels: { istio-injection: enabled } } #! workload
          spec: { template: { spec: { containers: [{ name: web }] } } }
        `,
      },
    ],
  },

  check(snapshot, { pods, injectors, report }) {
    const isAsked = injectors.some(({ body }) =>
      readSelector(body.view('objectSelector')).requirements.some(({ key }) => textOf(key) === injectionKey),
    )
    if (isAsked) return
    for (const namespace of snapshot.all('Namespace')) {
      const written = namespace.has('metadata', 'annotations', injectionKey)
      if (!written.known || !written.value) continue
      const at = namespace.at(['metadata', 'annotations', injectionKey], 'key')
      report({ message: 'namespace', on: namespace, at, data: { namespace: showName(namespace) } })
    }
    for (const pod of pods) {
      const [first, ...more] = placesOf(pod)
      if (!first) continue
      const { part, place, at } = first
      const related = more.map((one) => ({ at: one.at, message: `here on the ${one.place}, too` }))
      const { severity, effect } = consequenceOf(pod, wanting.has(first.value))
      const data = { part, place, workload: titleOf(pod.owner), effect }
      report({ message: 'workload', severity, on: pod.owner, at, related, pod, data })
    }
  },
})

interface Place {
  readonly part: string
  readonly place: string
  readonly value: string
  readonly at: SourceLocation
}

/** Where a workload has the key: on its template first. */
function placesOf({ owner }: AdmittedPod): readonly Place[] {
  const template = owner.kindName === 'Pod' ? undefined : podTemplateOf(owner)
  return [template, owner].flatMap((view) =>
    ['labels', 'annotations'].flatMap((field) => {
      const value = view?.raw('metadata', field, injectionKey)
      if (!view || !value?.known || value.value === undefined) return []
      const place = view === template ? 'pod template' : 'metadata'
      const at = view.at(['metadata', field, injectionKey], 'key')
      return [{ part: field === 'labels' ? 'label' : 'annotation', place, value: String(value.value), at }]
    }),
  )
}
