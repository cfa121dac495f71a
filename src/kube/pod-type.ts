import {
  flag,
  list,
  or,
  part,
  pointer,
  quantities,
  struct,
  text,
  textMap,
  texts,
  wholeNumber,
  wholeText,
} from './api-type.ts'
import { container, identity, resources } from './container-type.ts'
import { labelSelector, volume } from './volume-type.ts'

/** A pod with the defaults of its own: core/v1, Kubernetes 1.35 (staging/src/k8s.io/api/core/v1/types.go; pkg/apis/core/v1/defaults.go). */

const demand = struct({ key: wholeText, operator: wholeText, values: texts })
const nodeTerm = struct({ matchExpressions: list(demand), matchFields: list(demand) })
const podTerm = struct({
  labelSelector,
  namespaces: texts,
  topologyKey: wholeText,
  namespaceSelector: labelSelector,
  matchLabelKeys: texts,
  mismatchLabelKeys: texts,
})
const podAffinity = part({
  requiredDuringSchedulingIgnoredDuringExecution: list(podTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(struct({ weight: wholeNumber, podAffinityTerm: podTerm })),
})
const nodeAffinity = part({
  requiredDuringSchedulingIgnoredDuringExecution: part({ nodeSelectorTerms: list(nodeTerm) }),
  preferredDuringSchedulingIgnoredDuringExecution: list(struct({ weight: wholeNumber, preference: nodeTerm })),
})

const spread = struct({
  maxSkew: wholeNumber,
  topologyKey: wholeText,
  whenUnsatisfiable: wholeText,
  labelSelector,
  minDomains: pointer,
  nodeAffinityPolicy: pointer,
  nodeTaintsPolicy: pointer,
  matchLabelKeys: texts,
})

const toleration = struct({ key: text, operator: text, value: text, effect: text, tolerationSeconds: pointer })

const securityContext = struct({
  ...identity,
  supplementalGroups: list(wholeNumber),
  supplementalGroupsPolicy: pointer,
  fsGroup: pointer,
  sysctls: list(struct({ name: wholeText, value: wholeText })),
  fsGroupChangePolicy: pointer,
  seLinuxChangePolicy: pointer,
})

const spec = struct({
  volumes: list(volume),
  initContainers: list(container),
  containers: list(container),
  restartPolicy: or(text, 'Always'),
  terminationGracePeriodSeconds: or(pointer, 30),
  activeDeadlineSeconds: pointer,
  dnsPolicy: or(text, 'ClusterFirst'),
  nodeSelector: textMap,
  serviceAccountName: text,
  serviceAccount: text,
  automountServiceAccountToken: pointer,
  nodeName: text,
  hostNetwork: flag,
  hostPID: flag,
  hostIPC: flag,
  shareProcessNamespace: pointer,
  securityContext,
  imagePullSecrets: list(struct({ name: text })),
  hostname: text,
  subdomain: text,
  affinity: part({ nodeAffinity, podAffinity, podAntiAffinity: podAffinity }),
  schedulerName: or(text, 'default-scheduler'),
  tolerations: list(toleration),
  hostAliases: list(struct({ ip: wholeText, hostnames: texts })),
  priorityClassName: text,
  priority: pointer,
  dnsConfig: part({ nameservers: texts, searches: texts, options: list(struct({ name: text, value: pointer })) }),
  readinessGates: list(struct({ conditionType: wholeText })),
  runtimeClassName: pointer,
  enableServiceLinks: or(pointer, true),
  preemptionPolicy: pointer,
  overhead: quantities,
  topologySpreadConstraints: list(spread),
  setHostnameAsFQDN: pointer,
  os: part({ name: wholeText }),
  hostUsers: pointer,
  schedulingGates: list(struct({ name: wholeText })),
  resourceClaims: list(struct({ name: wholeText, resourceClaimName: pointer, resourceClaimTemplateName: pointer })),
  resources: { ...resources, written: 'given' },
  hostnameOverride: pointer,
  workloadRef: part({ name: wholeText, podGroup: wholeText, podGroupReplicaKey: text }),
})

const owner = struct({
  apiVersion: wholeText,
  kind: wholeText,
  name: wholeText,
  uid: wholeText,
  controller: pointer,
  blockOwnerDeletion: pointer,
})

/** Of the metadata what its author says; the cluster adds uid, resourceVersion, creationTimestamp and the like. */
export const podType = struct({
  apiVersion: or(text, 'v1'),
  kind: or(text, 'Pod'),
  metadata: struct({
    name: text,
    generateName: text,
    namespace: text,
    labels: textMap,
    annotations: textMap,
    ownerReferences: list(owner),
    finalizers: texts,
  }),
  spec,
})
