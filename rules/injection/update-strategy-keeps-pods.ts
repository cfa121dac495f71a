import { type AdmittedPod, defineRule, isKnown, type Maybe } from '../../src/rule/index.ts'
import { titleOf } from '../shared/injection.ts'

export default defineRule({
  id: 'update-strategy-keeps-pods',
  topic: 'injection',
  summary: 'An update strategy keeps pods that are older than their sidecar',
  why: 'A sidecar comes with a new pod only. Under this strategy the controller replaces pods not at all, or not all of them, when the template changes: those that are older than the change stay without the sidecar, or with the old one, until somebody deletes them.',
  fix: 'Delete the pods by hand after the change, or let the controller replace them: RollingUpdate without a partition.',
  severity: 'info',
  since: '0.1.0',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies'],
  each: 'workload',
  needs: [],
  messages: {
    onDelete: 'The pods of {workload} get their sidecar only when somebody deletes them: updateStrategy is "OnDelete".',
    partition: 'Of {workload}, {pods} get their sidecar only when somebody deletes them: the partition is {partition}.',
    noPod:
      'No pod of {workload} is replaced when its template changes: the partition {partition} is beyond the last one.',
  },
  examples: {
    good: [
      {
        title: 'pods that are replaced, and pods that get no sidecar',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 0 } }
            template: { spec: { containers: [{ name: redis, image: redis }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: outside, namespace: shop }
          spec:
            updateStrategy: { type: OnDelete }
            template:
              metadata: { labels: { sidecar.istio.io/inject: "false" } }
              spec: { containers: [{ name: redis, image: redis }] }
        `,
      },
    ],
    bad: [
      {
        title: 'sets whose pods stay as they are',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: shop, labels: { istio-injection: enabled } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: redis, namespace: shop }
          spec:
            replicas: 3
            updateStrategy:
              type: OnDelete #! onDelete
            template: { spec: { containers: [{ name: redis, image: redis }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: kafka, namespace: shop }
          spec:
            replicas: 3
            updateStrategy:
              rollingUpdate:
                partition: 2 #! partition
            template: { spec: { containers: [{ name: kafka, image: kafka }] } }
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: { name: mongo, namespace: shop }
          spec:
            replicas: 3
            updateStrategy:
              rollingUpdate:
                partition: 3 #! noPod
            template: { spec: { containers: [{ name: mongo, image: mongo }] } }
        `,
      },
    ],
  },

  check(pod, { report }) {
    const { owner, verdict } = pod
    if (verdict !== 'injected') return
    if (owner.kindName !== 'StatefulSet' && owner.kindName !== 'DaemonSet') return
    const type = owner.raw('spec', 'updateStrategy', 'type')
    const data = { workload: titleOf(owner) }
    if (type.known && type.value === 'OnDelete')
      report({ message: 'onDelete', on: owner, at: owner.at(['spec', 'updateStrategy', 'type']), pod, data })
    const partition = owner.raw('spec', 'updateStrategy', 'rollingUpdate', 'partition')
    if (!partition.known || typeof partition.value !== 'number' || partition.value < 1 || !isRolling(type)) return
    const common = { on: owner, pod, at: owner.at(['spec', 'updateStrategy', 'rollingUpdate', 'partition']) }
    const kept = podsBelow(pod, partition.value)
    const facts = { ...data, partition: partition.value }
    if (kept === 'all') report({ ...common, message: 'noPod', data: facts })
    else if (kept !== undefined) report({ ...common, message: 'partition', data: { ...facts, pods: kept } })
  },
})

/** RollingUpdate is the default. */
function isRolling(type: Maybe<unknown>): boolean {
  return isKnown(type, undefined) || isKnown(type, 'RollingUpdate')
}

/** The pods whose ordinal is below the partition; undefined where there are none, or nobody can tell how many there are. */
function podsBelow({ pods }: AdmittedPod, partition: number): string | 'all' | undefined {
  const { names, replicas } = pods
  if (!replicas.known) return `the pods of the ordinals below ${partition}`
  if (!names || names.length === 0) return undefined
  const kept = names.filter((name) => Number(name.slice(name.lastIndexOf('-') + 1)) < partition)
  const [first] = kept
  if (first === undefined) return undefined
  if (kept.length === names.length) return 'all'
  return kept.length === 1 ? `"${first}"` : `"${first}" to "${kept.at(-1)}"`
}
