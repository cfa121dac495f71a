import { IntOrString } from './k8s.ts'
import type { Loose } from './native.ts'
import { ConnectionScheme } from './plus-enums.ts'

import { generation } from './plus-generation.ts'

/** Probes and lifecycle handlers (cdk8s-plus-33 2.5.57, lib/probe.js, lib/handler.js, lib/_action.js). */

function portOf(container: Loose, options: Loose): number {
  return options.port ?? container.portNumber ?? 80
}

function tcpSocketOf(container: Loose, options: Loose): Loose {
  return { port: IntOrString.fromNumber(portOf(container, options)), host: options.host }
}

function httpGetOf(container: Loose, options: Loose): Loose {
  return {
    path: options.path,
    port: IntOrString.fromNumber(portOf(container, options)),
    scheme: options.scheme ?? ConnectionScheme.HTTP,
    host: generation.number < 26 ? undefined : options.host,
    httpHeaders: generation.number < 26 ? undefined : options.httpHeaders,
  }
}

/** Asks a container whether it is well. */
export class Probe {
  static fromHttpGet(path: string, options: Loose = {}): Probe {
    return new Probe(options, { httpGet: { path, ...options } })
  }

  static fromCommand(command: Loose, options: Loose = {}): Probe {
    return new Probe(options, { exec: { command } })
  }

  static fromTcpSocket(options: Loose = {}): Probe {
    return new Probe(options, { tcpSocket: options })
  }

  static fromGrpc(options: Loose = {}): Probe {
    return new Probe(options, { grpc: options })
  }

  private readonly options: Loose
  private readonly action: Loose

  private constructor(options: Loose, action: Loose) {
    this.options = options
    this.action = action
  }

  _toKube(container: Loose): Loose {
    const { exec, httpGet, tcpSocket, grpc } = this.action
    return {
      failureThreshold: this.options.failureThreshold ?? 3,
      initialDelaySeconds: this.options.initialDelaySeconds?.toSeconds(),
      periodSeconds: this.options.periodSeconds?.toSeconds(),
      successThreshold: this.options.successThreshold,
      timeoutSeconds: this.options.timeoutSeconds?.toSeconds(),
      exec,
      httpGet: httpGet ? httpGetOf(container, httpGet) : undefined,
      tcpSocket: tcpSocket ? tcpSocketOf(container, tcpSocket) : undefined,
      grpc: grpc ? { port: portOf(container, grpc), service: grpc.service } : undefined,
    }
  }
}

/** What a container does after it starts or before it stops. */
export class Handler {
  static fromHttpGet(path: string, options: Loose = {}): Handler {
    return new Handler({ httpGet: { path, ...options } })
  }

  static fromCommand(command: Loose): Handler {
    return new Handler({ exec: { command } })
  }

  static fromTcpSocket(options: Loose = {}): Handler {
    return new Handler({ tcpSocket: options })
  }

  private readonly action: Loose

  private constructor(action: Loose) {
    this.action = action
  }

  _toKube(container: Loose): Loose {
    const { exec, httpGet, tcpSocket } = this.action
    return {
      exec,
      httpGet: httpGet ? httpGetOf(container, httpGet) : undefined,
      tcpSocket: tcpSocket ? tcpSocketOf(container, tcpSocket) : undefined,
    }
  }
}
