import type { Node } from '../base/tree.ts'
import { Unclear } from './unclear.ts'

/** The order in which Go writes fields, by the field that holds them (k8s.io/api v0.35.4 core/v1/types.go). */
const container = [
  'name',
  'image',
  'command',
  'args',
  'workingDir',
  'ports',
  'envFrom',
  'env',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'volumeMounts',
  'volumeDevices',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'imagePullPolicy',
  'securityContext',
  'stdin',
  'stdinOnce',
  'tty',
]
const handler = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep']
const probe = [
  ...handler,
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
  'terminationGracePeriodSeconds',
]
const orders: Readonly<Record<string, readonly string[]>> = {
  containers: container,
  initContainers: container,
  ports: ['name', 'hostPort', 'containerPort', 'protocol', 'hostIP'],
  env: ['name', 'value', 'valueFrom'],
  envFrom: ['prefix', 'configMapRef', 'secretRef'],
  configMapRef: ['name', 'optional'],
  secretRef: ['name', 'optional'],
  valueFrom: ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'],
  fieldRef: ['apiVersion', 'fieldPath'],
  resourceFieldRef: ['containerName', 'resource', 'divisor'],
  configMapKeyRef: ['name', 'key', 'optional'],
  secretKeyRef: ['name', 'key', 'optional'],
  resources: ['limits', 'requests', 'claims'],
  volumeMounts: ['name', 'readOnly', 'recursiveReadOnly', 'mountPath', 'subPath', 'mountPropagation', 'subPathExpr'],
  volumeDevices: ['name', 'devicePath'],
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  prober: [...handler, 'timeoutSeconds'],
  lifecycle: ['postStart', 'preStop', 'stopSignal'],
  postStart: handler,
  preStop: handler,
  httpGet: ['path', 'port', 'host', 'scheme', 'httpHeaders'],
  httpHeaders: ['name', 'value'],
  tcpSocket: ['port', 'host'],
  grpc: ['port', 'service'],
  securityContext: [
    'capabilities',
    'privileged',
    'seLinuxOptions',
    'windowsOptions',
    'runAsUser',
    'runAsGroup',
    'runAsNonRoot',
    'readOnlyRootFilesystem',
    'allowPrivilegeEscalation',
    'procMount',
    'seccompProfile',
    'appArmorProfile',
  ],
  capabilities: ['add', 'drop'],
  seccompProfile: ['type', 'localhostProfile'],
}

/** A part of a pod as Go's `json.Marshal` writes it. `field` is the one that holds the part. */
export function goJson(node: Node, field: string): string {
  switch (node.type) {
    case 'hole':
      throw new Unclear(...node.gaps)
    case 'scalar':
      return typeof node.value === 'string' ? goText(node.value) : String(node.value)
    case 'list':
      return `[${node.items.map((item) => goJson(item, field)).join(',')}]`
    case 'map': {
      const order = orders[field]
      const place = (key: string): number => (order?.includes(key) ? order.indexOf(key) : (order?.length ?? 0))
      const entries = [...node.entries].sort((a, b) => place(a.key) - place(b.key) || (a.key < b.key ? -1 : 1))
      return `{${entries.map(({ key, value }) => `${goText(key)}:${goJson(value, key)}`).join(',')}}`
    }
  }
}

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** A text as Go writes it: HTML's marks are escaped. */
export function goText(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (mark) => escapes[mark] ?? mark)
}
