import type { Kind } from '../kube/kinds.ts'
import { metadataShape } from '../kube/pod.ts'
import { integer, list, map, object, type Shape, text } from '../kube/shape.ts'

const top = { apiVersion: text, kind: text, metadata: metadataShape }

function sailKind<Body>(kind: string, shape: Shape<Body>): Kind<Body> {
  return { group: 'sailoperator.io', kind, scope: 'Cluster', shape }
}

function istioKind<Body>(group: string, kind: string, shape: Shape<Body>): Kind<Body> {
  return { group, kind, scope: 'Namespaced', shape }
}

const destinationShape = object({ host: text, subset: text, port: object({ number: integer }) })
const routesShape = list(object({ destination: destinationShape, weight: integer }))

const workloadSelectorShape = object({ labels: map(text) })
const policySelectorShape = object({ matchLabels: map(text) })
const portShape = object({ number: integer, name: text, protocol: text, targetPort: integer })
const targetRefShape = object({ group: text, kind: text, name: text, namespace: text })

const policyFields = {
  selector: policySelectorShape,
  targetRef: targetRefShape,
  targetRefs: list(targetRefShape),
}
const policySpecShape = object(policyFields)

/** What stands for an installation: the values of Istio's chart below `values` are read as they are written. */
const installedSpecShape = object({ profile: text, revision: text, namespace: text, version: text })

/** Istio's kinds that meshlint reads, by their name in this code. Shapes: istio/api, networking/v1 and security/v1. */
export const istioKinds = {
  VirtualService: istioKind(
    'networking.istio.io',
    'VirtualService',
    object({
      ...top,
      spec: object({
        hosts: list(text),
        gateways: list(text),
        exportTo: list(text),
        http: list(
          object({
            name: text,
            route: routesShape,
            mirror: destinationShape,
            mirrors: list(object({ destination: destinationShape })),
            delegate: object({ name: text, namespace: text }),
          }),
        ),
        tcp: list(object({ route: routesShape })),
        tls: list(object({ route: routesShape })),
      }),
    }),
  ),
  DestinationRule: istioKind(
    'networking.istio.io',
    'DestinationRule',
    object({
      ...top,
      spec: object({
        host: text,
        exportTo: list(text),
        workloadSelector: policySelectorShape,
        trafficPolicy: object({ tls: object({ mode: text }) }),
        subsets: list(object({ name: text, labels: map(text) })),
      }),
    }),
  ),
  ServiceEntry: istioKind(
    'networking.istio.io',
    'ServiceEntry',
    object({
      ...top,
      spec: object({
        hosts: list(text),
        addresses: list(text),
        exportTo: list(text),
        ports: list(portShape),
        location: text,
        resolution: text,
        workloadSelector: workloadSelectorShape,
        endpoints: list(object({ address: text, labels: map(text) })),
      }),
    }),
  ),
  WorkloadEntry: istioKind(
    'networking.istio.io',
    'WorkloadEntry',
    object({ ...top, spec: object({ address: text, labels: map(text) }) }),
  ),
  WorkloadGroup: istioKind(
    'networking.istio.io',
    'WorkloadGroup',
    object({ ...top, spec: object({ metadata: object({ labels: map(text) }) }) }),
  ),
  IstioGateway: istioKind(
    'networking.istio.io',
    'Gateway',
    object({
      ...top,
      spec: object({
        selector: map(text),
        servers: list(object({ port: portShape, hosts: list(text) })),
      }),
    }),
  ),
  Sidecar: istioKind(
    'networking.istio.io',
    'Sidecar',
    object({ ...top, spec: object({ workloadSelector: workloadSelectorShape }) }),
  ),
  EnvoyFilter: istioKind(
    'networking.istio.io',
    'EnvoyFilter',
    object({ ...top, spec: object({ workloadSelector: workloadSelectorShape }) }),
  ),
  ProxyConfig: istioKind('networking.istio.io', 'ProxyConfig', object({ ...top, spec: policySpecShape })),
  AuthorizationPolicy: istioKind(
    'security.istio.io',
    'AuthorizationPolicy',
    object({
      ...top,
      spec: object({
        ...policyFields,
        rules: list(object({ to: list(object({ operation: object({ ports: list(text) }) })) })),
      }),
    }),
  ),
  PeerAuthentication: istioKind(
    'security.istio.io',
    'PeerAuthentication',
    object({
      ...top,
      spec: object({
        selector: policySelectorShape,
        mtls: object({ mode: text }),
        portLevelMtls: map(object({ mode: text })),
      }),
    }),
  ),
  RequestAuthentication: istioKind(
    'security.istio.io',
    'RequestAuthentication',
    object({ ...top, spec: policySpecShape }),
  ),
  Telemetry: istioKind('telemetry.istio.io', 'Telemetry', object({ ...top, spec: policySpecShape })),
  WasmPlugin: istioKind('extensions.istio.io', 'WasmPlugin', object({ ...top, spec: policySpecShape })),
  IstioOperator: istioKind('install.istio.io', 'IstioOperator', object({ ...top, spec: installedSpecShape })),
  Istio: sailKind('Istio', object({ ...top, spec: installedSpecShape })),
  IstioRevision: sailKind('IstioRevision', object({ ...top, spec: installedSpecShape })),
  IstioRevisionTag: sailKind('IstioRevisionTag', object({ ...top, spec: object({ targetRef: targetRefShape }) })),
  KubernetesGateway: istioKind(
    'gateway.networking.k8s.io',
    'Gateway',
    object({ ...top, spec: object({ gatewayClassName: text }) }),
  ),
} as const satisfies Record<string, Kind>
