/** The packages `cdk8s-plus-28` and newer (cdk8s-plus-33 2.5.57), which differ in the generated classes only. */

export * as k8s from './k8s.ts'
export { ClusterRoleBinding, Group, RoleBinding, ServiceAccount, User } from './plus-accounts.ts'
export { ApiResource, NonApiResource } from './plus-api-resource.ts'
export { HorizontalPodAutoscaler, Metric, MetricTarget, Replicas } from './plus-autoscaler.ts'
export {
  AwsElasticBlockStorePersistentVolume,
  AzureDiskPersistentVolume,
  GCEPersistentDiskPersistentVolume,
  PersistentVolume,
  PersistentVolumeClaim,
} from './plus-claims.ts'
export { PodConnections } from './plus-connections.ts'
export { Container, ContainerSecurityContext, Cpu, extractContainerPorts } from './plus-container.ts'
export {
  BasicAuthSecret,
  ConfigMap,
  DockerConfigSecret,
  Secret,
  ServiceAccountTokenSecret,
  SshAuthSecret,
  TlsSecret,
} from './plus-data.ts'
export { Deployment, DeploymentStrategy, PercentOrAbsolute } from './plus-deployment.ts'
export * from './plus-enums.ts'
export { Env, EnvFrom, EnvValue } from './plus-env.ts'
export { Ingress, IngressBackend } from './plus-ingress.ts'
export { CronJob, DaemonSet, Job } from './plus-jobs.ts'
export { Namespace } from './plus-namespace.ts'
export { NetworkPolicy, NetworkPolicyIpBlock, NetworkPolicyPort, validatePeerConfig } from './plus-network-policy.ts'
export {
  LabeledNode,
  NamedNode,
  Node,
  NodeLabelQuery,
  NodeTaintQuery,
  TaintedNode,
  Topology,
} from './plus-nodes.ts'
export { AbstractPod, Pod } from './plus-pod.ts'
export { PodDns, PodSecurityContext } from './plus-pod-settings.ts'
export { Handler, Probe } from './plus-probe.ts'
export { Resource, ResourcePermissions } from './plus-resource.ts'
export { ClusterRole, Role } from './plus-roles.ts'
export { PodScheduling, WorkloadScheduling } from './plus-scheduling.ts'
export { LabelExpression, LabelSelector, Namespaces, Pods } from './plus-selectors.ts'
export { Service } from './plus-service.ts'
export { StatefulSet, StatefulSetUpdateStrategy } from './plus-stateful-set.ts'
export { Volume } from './plus-volume.ts'
export { Workload } from './plus-workload.ts'
