import { anyShape, labelSelectorShape, metadataShape, podSpecShape, podTemplateShape } from './pod.ts'
import { flag, integer, intOrString, list, map, object, type Shape, text } from './shape.ts'

/** What meshlint knows of a kind of object. */
export interface Kind<Body = unknown> {
  /** Empty for the core group. */
  readonly group: string
  /** The kind's name in manifests; the key in the table is its name in this code. */
  readonly kind: string
  readonly scope: 'Namespaced' | 'Cluster'
  readonly shape: Shape<Body>
}

function namespaced<Body>(group: string, kind: string, shape: Shape<Body>): Kind<Body> {
  return { group, kind, scope: 'Namespaced', shape }
}

function clusterScoped<Body>(group: string, kind: string, shape: Shape<Body>): Kind<Body> {
  return { group, kind, scope: 'Cluster', shape }
}

const top = { apiVersion: text, kind: text, metadata: metadataShape }

const claimTemplates = list(object({ metadata: metadataShape }))

const webhookShape = object({
  name: text,
  admissionReviewVersions: list(text),
  clientConfig: object({ url: text, service: object({ name: text, namespace: text, path: text, port: integer }) }),
  rules: list(
    object({
      operations: list(text),
      apiGroups: list(text),
      apiVersions: list(text),
      resources: list(text),
      scope: text,
    }),
  ),
  failurePolicy: text,
  matchPolicy: text,
  sideEffects: text,
  reinvocationPolicy: text,
  timeoutSeconds: integer,
  namespaceSelector: labelSelectorShape,
  objectSelector: labelSelectorShape,
  matchConditions: list(object({ name: text, expression: text })),
})

const jobSpecShape = object({ template: podTemplateShape })

const scalableSpecShape = object({ replicas: integer, selector: labelSelectorShape, template: podTemplateShape })

/** Kubernetes' own kinds that meshlint reads, by their name in this code. */
export const kubeKinds = {
  Namespace: clusterScoped('', 'Namespace', object(top)),
  Node: clusterScoped('', 'Node', object(top)),
  ConfigMap: namespaced('', 'ConfigMap', object({ ...top, data: map(text) })),
  Service: namespaced(
    '',
    'Service',
    object({
      ...top,
      spec: object({
        type: text,
        clusterIP: text,
        clusterIPs: list(text),
        externalName: text,
        publishNotReadyAddresses: flag,
        selector: map(text),
        ports: list(
          object({
            name: text,
            port: integer,
            targetPort: intOrString,
            protocol: text,
            appProtocol: text,
            nodePort: integer,
          }),
        ),
      }),
    }),
  ),
  Pod: namespaced('', 'Pod', object({ ...top, spec: podSpecShape })),
  StatefulSet: namespaced(
    'apps',
    'StatefulSet',
    object({
      ...top,
      spec: object({
        replicas: integer,
        serviceName: text,
        podManagementPolicy: text,
        ordinals: object({ start: integer }),
        selector: labelSelectorShape,
        template: podTemplateShape,
        volumeClaimTemplates: claimTemplates,
        updateStrategy: object({ type: text, rollingUpdate: object({ partition: integer }) }),
      }),
    }),
  ),
  Deployment: namespaced('apps', 'Deployment', object({ ...top, spec: scalableSpecShape })),
  ReplicaSet: namespaced('apps', 'ReplicaSet', object({ ...top, spec: scalableSpecShape })),
  ReplicationController: namespaced(
    '',
    'ReplicationController',
    object({ ...top, spec: object({ replicas: integer, selector: map(text), template: podTemplateShape }) }),
  ),
  DaemonSet: namespaced(
    'apps',
    'DaemonSet',
    object({ ...top, spec: object({ selector: labelSelectorShape, template: podTemplateShape }) }),
  ),
  Job: namespaced('batch', 'Job', object({ ...top, spec: jobSpecShape })),
  CronJob: namespaced(
    'batch',
    'CronJob',
    object({ ...top, spec: object({ jobTemplate: object({ metadata: metadataShape, spec: jobSpecShape }) }) }),
  ),
  /** Any object that is no built-in workload and has `spec.template.spec.containers`: a Rollout, a DeploymentConfig. */
  CustomWorkload: namespaced('*', '*', object({ ...top, spec: scalableSpecShape })),
  LimitRange: namespaced('', 'LimitRange', object({ ...top, spec: object({ limits: list(object({ type: text })) }) })),
  HorizontalPodAutoscaler: namespaced(
    'autoscaling',
    'HorizontalPodAutoscaler',
    object({ ...top, spec: object({ scaleTargetRef: object({ apiVersion: text, kind: text, name: text }) }) }),
  ),
  MutatingWebhookConfiguration: clusterScoped(
    'admissionregistration.k8s.io',
    'MutatingWebhookConfiguration',
    object({ ...top, webhooks: list(webhookShape) }),
  ),
  /** Every other object. */
  Other: namespaced('*', '*', anyShape),
} as const satisfies Record<string, Kind>

/** Built-in kinds that live outside namespaces and that meshlint does not read. */
export const otherClusterScopedKinds: ReadonlySet<string> = new Set([
  'APIService',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterTrustBundle',
  'ComponentStatus',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'DeviceClass',
  'FlowSchema',
  'GatewayClass',
  'IngressClass',
  'IPAddress',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'PersistentVolume',
  'PodSecurityPolicy',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ResourceSlice',
  'RuntimeClass',
  'ServiceCIDR',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
  'VolumeAttributesClass',
])
