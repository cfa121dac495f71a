import type { Webhook } from '../admission/webhook.ts'
import { isKnown, type Maybe, mapMaybe, no } from '../base/maybe.ts'

/** Why the API server can not call an injector, and what that means for the pod. */
export interface FailedCall {
  /** What the API server answers. */
  readonly message: string
  /** A sentence without a full stop. */
  readonly because: string
  /** Whether the pod is refused: unless the webhook says that it may be left out. */
  readonly rejects: Maybe<boolean>
}

/** The names that istiod's certificate holds beside that of its revision. */
const knownHosts = ['istio-pilot', 'istiod-remote', 'istiod']

/**
 * A call that certainly fails: istiod has a certificate for `istiod-canary` where that is its revision, but none for
 * `istiod-default` (pilot/pkg/bootstrap/server.go, initIstiodCerts and the names that it asks for, Istio 1.30; recorded:
 * injection-recorded.md D).
 */
export function failedCall({ name, service, body, embedded }: Webhook): FailedCall | undefined {
  if (embedded || service?.name !== 'istiod-default') return undefined
  const rejects = mapMaybe(body.get('failurePolicy'), (policy) => policy !== 'Ignore')
  if (isKnown(rejects, false)) return undefined
  const host = `${service.name}.${service.namespace}.svc`
  const names = knownHosts.map((known) => `${known}.${service.namespace}.svc`).join(', ')
  const error = `tls: failed to verify certificate: x509: certificate is valid for ${names}, not ${host}`
  return {
    message: `Internal error occurred: failed calling webhook "${name}": failed to call webhook: Post "https://${host}:443/inject?timeout=10s": ${error}`,
    because: `The API server can not call the webhook: the certificate of istiod does not hold the name "${host}"`,
    rejects: rejects.known ? rejects : no,
  }
}
