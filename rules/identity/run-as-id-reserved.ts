import { type AdmittedPod, defineRule, isIstioContainer, isKnown, istioRole } from '../../src/rule/index.ts'
import { containerName } from '../shared/own-containers.ts'

/** The user and group of the sidecar: traffic of either is not captured (Istio 1.31, tools/istio-iptables/pkg/capture/run.go). */
const proxyId = 1337
const fields = ['runAsUser', 'runAsGroup'] as const

export default defineRule({
  id: 'run-as-id-reserved',
  topic: 'identity',
  summary: 'A container runs with the user or group id of the sidecar',
  why: 'What it sends passes the sidecar by: without mTLS, without policy, without telemetry.',
  fix: 'Give the container another id. An init container may keep it: that is the way to the network before the sidecar runs.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements'],
  aliases: ['IST0144'],
  each: 'workload',
  needs: [],
  messages: {
    container: 'Container "{container}" has {field} 1337, the id of the sidecar: what it sends is not captured.',
    pod: 'The pod has {field} 1337, the id of the sidecar: what container "{container}" sends is not captured.',
  },
  examples: {
    good: [
      {
        title: 'an init container, and a group of files',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            securityContext: { fsGroup: 1337 }
            initContainers: [{ name: fetch, securityContext: { runAsUser: 1337 } }]
            containers: [{ name: redis }]
        `,
      },
      {
        title: 'every container has an id of its own',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            securityContext: { runAsUser: 1337 }
            containers: [{ name: redis, securityContext: { runAsUser: 999 } }]
        `,
      },
    ],
    bad: [
      {
        title: 'a container with the user and the group of the sidecar',
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
              spec:
                containers:
                  - name: redis
                    securityContext:
                      runAsUser: 1337 #! container
                      runAsGroup: 1337 #! container
        `,
      },
      {
        title: 'the whole pod, and a pod of which nobody can tell',
        files: `
          apiVersion: v1
          kind: Namespace
          metadata: { name: prod, labels: { istio-injection: enabled } }
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: prod }
          spec:
            securityContext:
              runAsUser: 1337 #! pod
            containers: [{ name: redis }]
          ---
          apiVersion: v1
          kind: Pod
          metadata: { name: redis, namespace: elsewhere }
          spec:
            containers: [{ name: redis, securityContext: { runAsUser: 1337 } }]
        `,
        undecided: 1,
      },
    ],
  },

  check(pod, { report, cannotTell }) {
    if (pod.verdict === 'not-injected' || pod.verdict === 'rejected') return
    const uses = usesOf(pod)
    if (uses.length === 0) return
    if (pod.verdict === 'unknown') return cannotTell(pod.owner, pod.missing)
    for (const { message, at, field, container } of uses)
      report({ message, on: pod.owner, at, pod, data: { field, container } })
  },
})

/** Where a pod's own containers get the sidecar's id from: their own securityContext, else the pod's. */
function usesOf(pod: AdmittedPod) {
  const { body } = pod.pods.first
  if (istioRole(body)) return []
  const containers = body.entries('spec', 'containers').items.filter((container) => !isIstioContainer(container))
  return fields.flatMap((field) => {
    const own = containers
      .filter((container) => isKnown(container.get('securityContext', field), proxyId))
      .map((container) => ({
        message: 'container' as const,
        at: container.at(['securityContext', field]),
        field,
        container: containerName(container),
      }))
    const heir = containers.find((container) => isKnown(container.get('securityContext', field), undefined))
    const pods = heir && isKnown(body.get('spec', 'securityContext', field), proxyId)
    if (!pods) return own
    return [
      ...own,
      {
        message: 'pod' as const,
        at: body.at(['spec', 'securityContext', field]),
        field,
        container: containerName(heir),
      },
    ]
  })
}
