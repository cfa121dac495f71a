import {
  flag,
  list,
  number,
  or,
  part,
  pointer,
  quantities,
  struct,
  text,
  texts,
  wholeNumber,
  wholeText,
} from './api-type.ts'
import { fieldRef, resourceFieldRef } from './volume-type.ts'

/** The containers of a pod, with their defaults: core/v1, Kubernetes 1.35 (staging/src/k8s.io/api/core/v1/types.go; pkg/apis/core/v1/defaults.go). */

const exec = part({ command: texts })
/** IntOrString: a struct, written though it is 0. */
const port = wholeNumber
const httpGet = part({
  path: or(text, '/'),
  port,
  host: text,
  scheme: or(text, 'HTTP'),
  httpHeaders: list(struct({ name: wholeText, value: wholeText })),
})
const tcpSocket = part({ port, host: text })
const hook = part({ exec, httpGet, tcpSocket, sleep: part({ seconds: wholeNumber }) })

const probe = part({
  exec,
  httpGet,
  tcpSocket,
  grpc: part({ port: wholeNumber, service: or(pointer, '') }),
  initialDelaySeconds: number,
  timeoutSeconds: or(number, 1),
  periodSeconds: or(number, 10),
  successThreshold: or(number, 1),
  failureThreshold: or(number, 3),
  terminationGracePeriodSeconds: pointer,
})

const keyOf = part({ name: text, key: wholeText, optional: pointer })
const variable = struct({
  name: wholeText,
  value: text,
  valueFrom: part({
    fieldRef,
    resourceFieldRef,
    configMapKeyRef: keyOf,
    secretKeyRef: keyOf,
    fileKeyRef: part({ volumeName: wholeText, path: wholeText, key: wholeText, optional: pointer }),
  }),
})
const allOf = part({ name: text, optional: pointer })

export const resources = struct({
  limits: quantities,
  requests: quantities,
  claims: list(struct({ name: wholeText, request: text })),
})

const profile = part({ type: wholeText, localhostProfile: pointer })

/** What the security contexts of pods and containers share. */
export const identity = {
  seLinuxOptions: part({ user: text, role: text, type: text, level: text }),
  windowsOptions: part({
    gmsaCredentialSpecName: pointer,
    gmsaCredentialSpec: pointer,
    runAsUserName: pointer,
    hostProcess: pointer,
  }),
  runAsUser: pointer,
  runAsGroup: pointer,
  runAsNonRoot: pointer,
  seccompProfile: profile,
  appArmorProfile: profile,
}

const securityContext = part({
  capabilities: part({ add: texts, drop: texts }),
  privileged: pointer,
  ...identity,
  readOnlyRootFilesystem: pointer,
  allowPrivilegeEscalation: pointer,
  procMount: pointer,
})

const volumeMount = struct({
  name: wholeText,
  readOnly: flag,
  recursiveReadOnly: pointer,
  mountPath: wholeText,
  subPath: text,
  mountPropagation: pointer,
  subPathExpr: text,
})

export const container = struct({
  name: wholeText,
  image: text,
  command: texts,
  args: texts,
  workingDir: text,
  ports: list(
    struct({ name: text, hostPort: number, containerPort: wholeNumber, protocol: or(text, 'TCP'), hostIP: text }),
  ),
  envFrom: list(struct({ prefix: text, configMapRef: allOf, secretRef: allOf })),
  env: list(variable),
  resources,
  resizePolicy: list(struct({ resourceName: wholeText, restartPolicy: wholeText })),
  restartPolicy: pointer,
  restartPolicyRules: list(
    struct({
      action: text,
      exitCodes: part({ operator: wholeText, values: list(wholeNumber) }),
    }),
  ),
  volumeMounts: list(volumeMount),
  volumeDevices: list(struct({ name: wholeText, devicePath: wholeText })),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: part({ postStart: hook, preStop: hook, stopSignal: pointer }),
  terminationMessagePath: or(text, '/dev/termination-log'),
  terminationMessagePolicy: or(text, 'File'),
  imagePullPolicy: text,
  securityContext,
  stdin: flag,
  stdinOnce: flag,
  tty: flag,
})
