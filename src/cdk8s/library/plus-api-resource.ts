/** Kinds as RBAC names them (cdk8s-plus-33 2.5.57, lib/api-resource.js). */

/** A kind of resource. */
export class ApiResource {
  static readonly BINDINGS = new ApiResource({ apiGroup: '', resourceType: 'bindings' })
  static readonly COMPONENT_STATUSES = new ApiResource({ apiGroup: '', resourceType: 'componentstatuses' })
  static readonly CONFIG_MAPS = new ApiResource({ apiGroup: '', resourceType: 'configmaps' })
  static readonly ENDPOINTS = new ApiResource({ apiGroup: '', resourceType: 'endpoints' })
  static readonly EVENTS = new ApiResource({ apiGroup: '', resourceType: 'events' })
  static readonly LIMIT_RANGES = new ApiResource({ apiGroup: '', resourceType: 'limitranges' })
  static readonly NAMESPACES = new ApiResource({ apiGroup: '', resourceType: 'namespaces' })
  static readonly NODES = new ApiResource({ apiGroup: '', resourceType: 'nodes' })
  static readonly PERSISTENT_VOLUME_CLAIMS = new ApiResource({ apiGroup: '', resourceType: 'persistentvolumeclaims' })
  static readonly PERSISTENT_VOLUMES = new ApiResource({ apiGroup: '', resourceType: 'persistentvolumes' })
  static readonly PODS = new ApiResource({ apiGroup: '', resourceType: 'pods' })
  static readonly POD_TEMPLATES = new ApiResource({ apiGroup: '', resourceType: 'podtemplates' })
  static readonly REPLICATION_CONTROLLERS = new ApiResource({ apiGroup: '', resourceType: 'replicationcontrollers' })
  static readonly RESOURCE_QUOTAS = new ApiResource({ apiGroup: '', resourceType: 'resourcequotas' })
  static readonly SECRETS = new ApiResource({ apiGroup: '', resourceType: 'secrets' })
  static readonly SERVICE_ACCOUNTS = new ApiResource({ apiGroup: '', resourceType: 'serviceaccounts' })
  static readonly SERVICES = new ApiResource({ apiGroup: '', resourceType: 'services' })
  static readonly MUTATING_WEBHOOK_CONFIGURATIONS = new ApiResource({
    apiGroup: 'admissionregistration.k8s.io',
    resourceType: 'mutatingwebhookconfigurations',
  })
  static readonly VALIDATING_WEBHOOK_CONFIGURATIONS = new ApiResource({
    apiGroup: 'admissionregistration.k8s.io',
    resourceType: 'validatingwebhookconfigurations',
  })
  static readonly CUSTOM_RESOURCE_DEFINITIONS = new ApiResource({
    apiGroup: 'apiextensions.k8s.io',
    resourceType: 'customresourcedefinitions',
  })
  static readonly API_SERVICES = new ApiResource({ apiGroup: 'apiregistration.k8s.io', resourceType: 'apiservices' })
  static readonly CONTROLLER_REVISIONS = new ApiResource({ apiGroup: 'apps', resourceType: 'controllerrevisions' })
  static readonly DAEMON_SETS = new ApiResource({ apiGroup: 'apps', resourceType: 'daemonsets' })
  static readonly DEPLOYMENTS = new ApiResource({ apiGroup: 'apps', resourceType: 'deployments' })
  static readonly REPLICA_SETS = new ApiResource({ apiGroup: 'apps', resourceType: 'replicasets' })
  static readonly STATEFUL_SETS = new ApiResource({ apiGroup: 'apps', resourceType: 'statefulsets' })
  static readonly TOKEN_REVIEWS = new ApiResource({ apiGroup: 'authentication.k8s.io', resourceType: 'tokenreviews' })
  static readonly LOCAL_SUBJECT_ACCESS_REVIEWS = new ApiResource({
    apiGroup: 'authorization.k8s.io',
    resourceType: 'localsubjectaccessreviews',
  })
  static readonly SELF_SUBJECT_ACCESS_REVIEWS = new ApiResource({
    apiGroup: 'authorization.k8s.io',
    resourceType: 'selfsubjectaccessreviews',
  })
  static readonly SELF_SUBJECT_RULES_REVIEWS = new ApiResource({
    apiGroup: 'authorization.k8s.io',
    resourceType: 'selfsubjectrulesreviews',
  })
  static readonly SUBJECT_ACCESS_REVIEWS = new ApiResource({
    apiGroup: 'authorization.k8s.io',
    resourceType: 'subjectaccessreviews',
  })
  static readonly HORIZONTAL_POD_AUTOSCALERS = new ApiResource({
    apiGroup: 'autoscaling',
    resourceType: 'horizontalpodautoscalers',
  })
  static readonly CRON_JOBS = new ApiResource({ apiGroup: 'batch', resourceType: 'cronjobs' })
  static readonly JOBS = new ApiResource({ apiGroup: 'batch', resourceType: 'jobs' })
  static readonly CERTIFICATE_SIGNING_REQUESTS = new ApiResource({
    apiGroup: 'certificates.k8s.io',
    resourceType: 'certificatesigningrequests',
  })
  static readonly LEASES = new ApiResource({ apiGroup: 'coordination.k8s.io', resourceType: 'leases' })
  static readonly ENDPOINT_SLICES = new ApiResource({ apiGroup: 'discovery.k8s.io', resourceType: 'endpointslices' })
  static readonly FLOW_SCHEMAS = new ApiResource({
    apiGroup: 'flowcontrol.apiserver.k8s.io',
    resourceType: 'flowschemas',
  })
  static readonly PRIORITY_LEVEL_CONFIGURATIONS = new ApiResource({
    apiGroup: 'flowcontrol.apiserver.k8s.io',
    resourceType: 'prioritylevelconfigurations',
  })
  static readonly INGRESS_CLASSES = new ApiResource({ apiGroup: 'networking.k8s.io', resourceType: 'ingressclasses' })
  static readonly INGRESSES = new ApiResource({ apiGroup: 'networking.k8s.io', resourceType: 'ingresses' })
  static readonly NETWORK_POLICIES = new ApiResource({ apiGroup: 'networking.k8s.io', resourceType: 'networkpolicies' })
  static readonly RUNTIME_CLASSES = new ApiResource({ apiGroup: 'node.k8s.io', resourceType: 'runtimeclasses' })
  static readonly POD_DISRUPTION_BUDGETS = new ApiResource({ apiGroup: 'policy', resourceType: 'poddisruptionbudgets' })
  static readonly CLUSTER_ROLE_BINDINGS = new ApiResource({
    apiGroup: 'rbac.authorization.k8s.io',
    resourceType: 'clusterrolebindings',
  })
  static readonly CLUSTER_ROLES = new ApiResource({
    apiGroup: 'rbac.authorization.k8s.io',
    resourceType: 'clusterroles',
  })
  static readonly ROLE_BINDINGS = new ApiResource({
    apiGroup: 'rbac.authorization.k8s.io',
    resourceType: 'rolebindings',
  })
  static readonly ROLES = new ApiResource({ apiGroup: 'rbac.authorization.k8s.io', resourceType: 'roles' })
  static readonly PRIORITY_CLASSES = new ApiResource({ apiGroup: 'scheduling.k8s.io', resourceType: 'priorityclasses' })
  static readonly CSI_DRIVERS = new ApiResource({ apiGroup: 'storage.k8s.io', resourceType: 'csidrivers' })
  static readonly CSI_NODES = new ApiResource({ apiGroup: 'storage.k8s.io', resourceType: 'csinodes' })
  static readonly CSI_STORAGE_CAPACITIES = new ApiResource({
    apiGroup: 'storage.k8s.io',
    resourceType: 'csistoragecapacities',
  })
  static readonly STORAGE_CLASSES = new ApiResource({ apiGroup: 'storage.k8s.io', resourceType: 'storageclasses' })
  static readonly VOLUME_ATTACHMENTS = new ApiResource({
    apiGroup: 'storage.k8s.io',
    resourceType: 'volumeattachments',
  })

  static custom(options: { readonly apiGroup: string; readonly resourceType: string }): ApiResource {
    return new ApiResource(options)
  }

  readonly apiGroup: string
  readonly resourceType: string

  private constructor(options: { readonly apiGroup: string; readonly resourceType: string }) {
    this.apiGroup = options.apiGroup
    this.resourceType = options.resourceType
  }

  asApiResource(): ApiResource | undefined {
    return this
  }

  asNonApiResource(): string | undefined {
    return undefined
  }
}

/** A path of the API server that is no resource. */
export class NonApiResource {
  static of(url: string): NonApiResource {
    return new NonApiResource(url)
  }

  private readonly url: string

  private constructor(url: string) {
    this.url = url
  }

  asApiResource(): ApiResource | undefined {
    return undefined
  }

  asNonApiResource(): string | undefined {
    return this.url
  }
}
