/** The enums of cdk8s-plus (cdk8s-plus-33 2.5.57): plain objects, as TypeScript's string enums are at run time. */

export const AzureDiskPersistentVolumeCachingMode = Object.freeze({
  NONE: 'None',
  READ_ONLY: 'ReadOnly',
  READ_WRITE: 'ReadWrite',
})

export const AzureDiskPersistentVolumeKind = Object.freeze({
  SHARED: 'Shared',
  DEDICATED: 'Dedicated',
  MANAGED: 'Managed',
})

export const Capability = Object.freeze({
  ALL: 'ALL',
  AUDIT_CONTROL: 'AUDIT_CONTROL',
  AUDIT_READ: 'AUDIT_READ',
  AUDIT_WRITE: 'AUDIT_WRITE',
  BLOCK_SUSPEND: 'BLOCK_SUSPEND',
  BPF: 'BPF',
  CHECKPOINT_RESTORE: 'CHECKPOINT_RESTORE',
  CHOWN: 'CHOWN',
  DAC_OVERRIDE: 'DAC_OVERRIDE',
  DAC_READ_SEARCH: 'DAC_READ_SEARCH',
  FOWNER: 'FOWNER',
  FSETID: 'FSETID',
  IPC_LOCK: 'IPC_LOCK',
  IPC_OWNER: 'IPC_OWNER',
  KILL: 'KILL',
  LEASE: 'LEASE',
  LINUX_IMMUTABLE: 'LINUX_IMMUTABLE',
  MAC_ADMIN: 'MAC_ADMIN',
  MAC_OVERRIDE: 'MAC_OVERRIDE',
  MKNOD: 'MKNOD',
  NET_ADMIN: 'NET_ADMIN',
  NET_BIND_SERVICE: 'NET_BIND_SERVICE',
  NET_BROADCAST: 'NET_BROADCAST',
  NET_RAW: 'NET_RAW',
  PERFMON: 'PERFMON',
  SETGID: 'SETGID',
  SETFCAP: 'SETFCAP',
  SETPCAP: 'SETPCAP',
  SETUID: 'SETUID',
  SYS_ADMIN: 'SYS_ADMIN',
  SYS_BOOT: 'SYS_BOOT',
  SYS_CHROOT: 'SYS_CHROOT',
  SYS_MODULE: 'SYS_MODULE',
  SYS_NICE: 'SYS_NICE',
  SYS_PACCT: 'SYS_PACCT',
  SYS_PTRACE: 'SYS_PTRACE',
  SYS_RAWIO: 'SYS_RAWIO',
  SYS_RESOURCE: 'SYS_RESOURCE',
  SYS_TIME: 'SYS_TIME',
  SYS_TTY_CONFIG: 'SYS_TTY_CONFIG',
  SYSLOG: 'SYSLOG',
  WAKE_ALARM: 'WAKE_ALARM',
})

export const ConcurrencyPolicy = Object.freeze({
  ALLOW: 'Allow',
  FORBID: 'Forbid',
  REPLACE: 'Replace',
})

export const ConnectionScheme = Object.freeze({
  HTTP: 'HTTP',
  HTTPS: 'HTTPS',
})

export const ContainerRestartPolicy = Object.freeze({
  ALWAYS: 'Always',
})

export const DnsPolicy = Object.freeze({
  CLUSTER_FIRST: 'ClusterFirst',
  CLUSTER_FIRST_WITH_HOST_NET: 'ClusterFirstWithHostNet',
  DEFAULT: 'Default',
  NONE: 'None',
})

export const EmptyDirMedium = Object.freeze({
  DEFAULT: '',
  MEMORY: 'Memory',
})

export const EnvFieldPaths = Object.freeze({
  POD_NAME: 'metadata.name',
  POD_NAMESPACE: 'metadata.namespace',
  POD_UID: 'metadata.uid',
  POD_LABEL: 'metadata.labels',
  POD_ANNOTATION: 'metadata.annotations',
  POD_IP: 'status.podIP',
  SERVICE_ACCOUNT_NAME: 'spec.serviceAccountName',
  NODE_NAME: 'spec.nodeName',
  NODE_IP: 'status.hostIP',
  POD_IPS: 'status.podIPs',
})

export const FsGroupChangePolicy = Object.freeze({
  ON_ROOT_MISMATCH: 'OnRootMismatch',
  ALWAYS: 'Always',
})

export const HostPathVolumeType = Object.freeze({
  DEFAULT: '',
  DIRECTORY_OR_CREATE: 'DirectoryOrCreate',
  DIRECTORY: 'Directory',
  FILE_OR_CREATE: 'FileOrCreate',
  FILE: 'File',
  SOCKET: 'Socket',
  CHAR_DEVICE: 'CharDevice',
  BLOCK_DEVICE: 'BlockDevice',
})

export const HttpIngressPathType = Object.freeze({
  PREFIX: 'Prefix',
  EXACT: 'Exact',
  IMPLEMENTATION_SPECIFIC: 'ImplementationSpecific',
})

export const ImagePullPolicy = Object.freeze({
  ALWAYS: 'Always',
  IF_NOT_PRESENT: 'IfNotPresent',
  NEVER: 'Never',
})

export const MountPropagation = Object.freeze({
  NONE: 'None',
  HOST_TO_CONTAINER: 'HostToContainer',
  BIDIRECTIONAL: 'Bidirectional',
})

export const NetworkPolicyTrafficDefault = Object.freeze({
  DENY: 'DENY',
  ALLOW: 'ALLOW',
})

export const NetworkProtocol = Object.freeze({
  TCP: 'TCP',
  UDP: 'UDP',
  SCTP: 'SCTP',
})

export const PersistentVolumeAccessMode = Object.freeze({
  READ_WRITE_ONCE: 'ReadWriteOnce',
  READ_ONLY_MANY: 'ReadOnlyMany',
  READ_WRITE_MANY: 'ReadWriteMany',
  READ_WRITE_ONCE_POD: 'ReadWriteOncePod',
})

export const PersistentVolumeMode = Object.freeze({
  FILE_SYSTEM: 'Filesystem',
  BLOCK: 'Block',
})

export const PersistentVolumeReclaimPolicy = Object.freeze({
  RETAIN: 'Retain',
  DELETE: 'Delete',
})

export const PodConnectionsIsolation = Object.freeze({
  POD: 'POD',
  PEER: 'PEER',
})

export const PodManagementPolicy = Object.freeze({
  ORDERED_READY: 'OrderedReady',
  PARALLEL: 'Parallel',
})

export const Protocol = Object.freeze({
  TCP: 'TCP',
  UDP: 'UDP',
  SCTP: 'SCTP',
})

export const ResourceFieldPaths = Object.freeze({
  CPU_LIMIT: 'limits.cpu',
  MEMORY_LIMIT: 'limits.memory',
  CPU_REQUEST: 'requests.cpu',
  MEMORY_REQUEST: 'requests.memory',
  STORAGE_LIMIT: 'limits.ephemeral-storage',
  STORAGE_REQUEST: 'requests.ephemeral-storage',
})

export const RestartPolicy = Object.freeze({
  ALWAYS: 'Always',
  ON_FAILURE: 'OnFailure',
  NEVER: 'Never',
})

export const ScalingStrategy = Object.freeze({
  MAX_CHANGE: 'Max',
  MIN_CHANGE: 'Min',
  DISABLED: 'Disabled',
})

export const SeccompProfileType = Object.freeze({
  LOCALHOST: 'Localhost',
  RUNTIME_DEFAULT: 'RuntimeDefault',
  UNCONFINED: 'Unconfined',
})

export const ServiceType = Object.freeze({
  CLUSTER_IP: 'ClusterIP',
  NODE_PORT: 'NodePort',
  LOAD_BALANCER: 'LoadBalancer',
  EXTERNAL_NAME: 'ExternalName',
})

export const TaintEffect = Object.freeze({
  NO_SCHEDULE: 'NoSchedule',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
  NO_EXECUTE: 'NoExecute',
})
