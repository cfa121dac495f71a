import type { AnyRule } from '../src/rule/index.ts'
import istioKeyMisplaced from './annotations/istio-key-misplaced.ts'
import istioKeyOutdated from './annotations/istio-key-outdated.ts'
import istioKeyUnknown from './annotations/istio-key-unknown.ts'
import proxyConfigFieldIgnored from './annotations/proxy-config-field-ignored.ts'
import chartLabelUnread from './cdk8s/chart-label-unread.ts'
import patchPathDropped from './cdk8s/patch-path-dropped.ts'
import statefulsetVolumesLost from './cdk8s/statefulset-volumes-lost.ts'
import runAsIdReserved from './identity/run-as-id-reserved.ts'
import ambientNamespaceInjected from './injection/ambient-namespace-injected.ts'
import ambientPodInjected from './injection/ambient-pod-injected.ts'
import dataplaneModeMisread from './injection/dataplane-mode-misread.ts'
import defaultInjectorMissing from './injection/default-injector-missing.ts'
import hostNetworkPodOptsIn from './injection/host-network-pod-opts-in.ts'
import injectionAnnotationUnread from './injection/injection-annotation-unread.ts'
import injectionOptInOverruled from './injection/injection-opt-in-overruled.ts'
import injectionSwitchMisplaced from './injection/injection-switch-misplaced.ts'
import injectionSwitchesContradict from './injection/injection-switches-contradict.ts'
import injectionValueMisread from './injection/injection-value-misread.ts'
import injectorsOverlap from './injection/injectors-overlap.ts'
import istioInjectionMisplaced from './injection/istio-injection-misplaced.ts'
import kubernetesNamespaceOptsIn from './injection/kubernetes-namespace-opts-in.ts'
import metadataValueNotString from './injection/metadata-value-not-string.ts'
import namespaceDeclarationsDisagree from './injection/namespace-declarations-disagree.ts'
import namespaceInjectionLabelsConflict from './injection/namespace-injection-labels-conflict.ts'
import namespaceNotInjected from './injection/namespace-not-injected.ts'
import namespaceRevisionUnserved from './injection/namespace-revision-unserved.ts'
import optedOutWorkloadConfigured from './injection/opted-out-workload-configured.ts'
import podRefusedByApiServer from './injection/pod-refused-by-api-server.ts'
import podRejectedByInjector from './injection/pod-rejected-by-injector.ts'
import podRevisionUnserved from './injection/pod-revision-unserved.ts'
import sidecarMissing from './injection/sidecar-missing.ts'
import updateStrategyKeepsPods from './injection/update-strategy-keeps-pods.ts'
import webhookConfigurationRefused from './injection/webhook-configuration-refused.ts'
import workloadRefused from './injection/workload-refused.ts'
import containerPortReserved from './ports/container-port-reserved.ts'
import probePortMissing from './ports/probe-port-missing.ts'
import probePortReserved from './ports/probe-port-reserved.ts'
import serviceTargetPortReserved from './ports/service-target-port-reserved.ts'
import destinationruleHostMissing from './references/destinationrule-host-missing.ts'
import destinationruleSubsetEmpty from './references/destinationrule-subset-empty.ts'
import virtualserviceHostMissing from './references/virtualservice-host-missing.ts'
import virtualservicePortMissing from './references/virtualservice-port-missing.ts'
import virtualservicePortRequired from './references/virtualservice-port-required.ts'
import virtualserviceServiceEmpty from './references/virtualservice-service-empty.ts'
import virtualserviceSubsetMissing from './references/virtualservice-subset-missing.ts'
import inboundPortUncaptured from './sidecar/inbound-port-uncaptured.ts'
import initContainerBeforeSidecar from './sidecar/init-container-before-sidecar.ts'
import interceptionModeUnfit from './sidecar/interception-mode-unfit.ts'
import outboundPortUncaptured from './sidecar/outbound-port-uncaptured.ts'
import postStartBeforeSidecar from './sidecar/post-start-before-sidecar.ts'
import probeRefusedByMtls from './sidecar/probe-refused-by-mtls.ts'
import startupProbeBeforeSidecar from './sidecar/startup-probe-before-sidecar.ts'
import trafficPortUndeclared from './sidecar/traffic-port-undeclared.ts'
import statefulsetOrdinalMissing from './statefulset/statefulset-ordinal-missing.ts'
import statefulsetServiceUnfit from './statefulset/statefulset-service-unfit.ts'
import keyDuplicate from './text/key-duplicate.ts'
import textDropped from './text/text-dropped.ts'
import textInvalidUtf8 from './text/text-invalid-utf8.ts'

/** Every rule, sorted by id. */
export const rules: readonly AnyRule[] = [
  ambientNamespaceInjected,
  ambientPodInjected,
  chartLabelUnread,
  containerPortReserved,
  dataplaneModeMisread,
  defaultInjectorMissing,
  destinationruleHostMissing,
  destinationruleSubsetEmpty,
  hostNetworkPodOptsIn,
  inboundPortUncaptured,
  initContainerBeforeSidecar,
  injectionAnnotationUnread,
  injectionOptInOverruled,
  injectionSwitchMisplaced,
  injectionSwitchesContradict,
  injectionValueMisread,
  injectorsOverlap,
  interceptionModeUnfit,
  istioInjectionMisplaced,
  istioKeyMisplaced,
  istioKeyOutdated,
  istioKeyUnknown,
  keyDuplicate,
  kubernetesNamespaceOptsIn,
  metadataValueNotString,
  namespaceDeclarationsDisagree,
  namespaceInjectionLabelsConflict,
  namespaceNotInjected,
  namespaceRevisionUnserved,
  optedOutWorkloadConfigured,
  outboundPortUncaptured,
  patchPathDropped,
  podRefusedByApiServer,
  podRejectedByInjector,
  podRevisionUnserved,
  postStartBeforeSidecar,
  probePortMissing,
  probePortReserved,
  probeRefusedByMtls,
  proxyConfigFieldIgnored,
  runAsIdReserved,
  serviceTargetPortReserved,
  sidecarMissing,
  startupProbeBeforeSidecar,
  statefulsetOrdinalMissing,
  statefulsetServiceUnfit,
  statefulsetVolumesLost,
  textDropped,
  textInvalidUtf8,
  trafficPortUndeclared,
  updateStrategyKeepsPods,
  virtualserviceHostMissing,
  virtualservicePortMissing,
  virtualservicePortRequired,
  virtualserviceServiceEmpty,
  virtualserviceSubsetMissing,
  webhookConfigurationRefused,
  workloadRefused,
]
