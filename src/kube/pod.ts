import { flag, type Infer, integer, intOrString, list, map, object, text } from './shape.ts'

export const metadataShape = object({
  name: text,
  generateName: text,
  namespace: text,
  labels: map(text),
  annotations: map(text),
  ownerReferences: list(object({ apiVersion: text, kind: text, name: text })),
})

const handlerShape = object({
  httpGet: object({ path: text, port: intOrString, host: text, scheme: text }),
  tcpSocket: object({ port: intOrString, host: text }),
  grpc: object({ port: integer }),
  exec: object({ command: list(text) }),
})

const containerShape = object({
  name: text,
  image: text,
  command: list(text),
  args: list(text),
  restartPolicy: text,
  ports: list(object({ name: text, containerPort: integer, hostPort: integer, protocol: text })),
  env: list(object({ name: text, value: text, valueFrom: object({ fieldRef: object({ fieldPath: text }) }) })),
  livenessProbe: handlerShape,
  readinessProbe: handlerShape,
  startupProbe: handlerShape,
  lifecycle: object({ postStart: handlerShape, preStop: handlerShape }),
  securityContext: object({ runAsUser: integer, runAsGroup: integer, privileged: flag }),
  volumeMounts: list(object({ name: text, mountPath: text })),
})

export const podSpecShape = object({
  hostNetwork: flag,
  hostname: text,
  subdomain: text,
  nodeName: text,
  restartPolicy: text,
  serviceAccountName: text,
  securityContext: object({ runAsUser: integer, runAsGroup: integer, fsGroup: integer }),
  containers: list(containerShape),
  initContainers: list(containerShape),
  volumes: list(object({ name: text, persistentVolumeClaim: object({ claimName: text }) })),
})

export const podTemplateShape = object({ metadata: metadataShape, spec: podSpecShape })

/** A pod, as much of it as meshlint reads. */
export const podShape = object({ apiVersion: text, kind: text, metadata: metadataShape, spec: podSpecShape })

export const labelSelectorShape = object({
  matchLabels: map(text),
  matchExpressions: list(object({ key: text, operator: text, values: list(text) })),
})

/** An object of which meshlint reads the metadata only. */
export const anyShape = object({ apiVersion: text, kind: text, metadata: metadataShape })

export type Metadata = Infer<typeof metadataShape>
export type Container = Infer<typeof containerShape>
export type Handler = Infer<typeof handlerShape>
export type PodSpec = Infer<typeof podSpecShape>
export type PodTemplate = Infer<typeof podTemplateShape>
export type Pod = Infer<typeof podShape>
export type LabelSelector = Infer<typeof labelSelectorShape>
