import { absent, type Maybe } from '../base/maybe.ts'
import type { View } from '../kube/view.ts'
import type { WebhookBody } from './webhook.ts'

/** The Service that a webhook calls, as far as it is known. */
export interface CalledService {
  readonly name: string
  readonly namespace: string
  readonly path: string
}

/** What `clientConfig.service` says; undefined where the webhook calls a URL or the names are not known. */
export function calledService(body: View<WebhookBody>): CalledService | undefined {
  const service = body.view('clientConfig', 'service')
  const name = textOf(service.get('name'))
  const namespace = textOf(service.get('namespace'))
  return name && namespace ? { name, namespace, path: textOf(service.get('path')) ?? '' } : undefined
}

/**
 * Whether a webhook is an Istio injector: by the name of its entry, which every chart since Istio 1.0 ends alike, or
 * because it calls an istiod's `/inject`. What it matches, and what its configuration is called, says nothing: others
 * call theirs `istio-…` too (recorded: oracle/cluster, focus hooks).
 */
export function isInjector(body: View<WebhookBody>): boolean {
  const name = textOf(body.get('name')) ?? ''
  if (name === 'sidecar-injector.istio.io' || name.endsWith('.sidecar-injector.istio.io')) return true
  const service = calledService(body)
  return service !== undefined && istiodRevision(service.name) !== undefined && /^\/inject(\/|$)/.test(service.path)
}

/** The revision in an istiod's Service name: empty for `istiod`, undefined for what is no istiod. */
function istiodRevision(service: string): string | undefined {
  if (service === 'istiod') return ''
  return service.startsWith('istiod-') ? service.slice('istiod-'.length) : undefined
}

/** The Service of a tag (templates/revision-tags-svc.yaml, Istio 1.31) has its tag in its name, not a revision. */
const tagService = 'revision-tag-'

/**
 * The revision of the istiod that an injector calls, `default` for the unnamed one: by the Service's name, else by
 * the label `istio.io/rev` of its configuration.
 */
export function injectorRevision(
  service: Pick<CalledService, 'name'> | undefined,
  label: Maybe<string | undefined> = absent,
): string {
  const named = service && istiodRevision(service.name)
  if (named !== undefined && !named.startsWith(tagService)) return named === '' ? 'default' : named
  return textOf(label) || 'default'
}

/** A text that is known and there, for what is not there and not known alike. */
function textOf(value: Maybe<string | undefined>): string | undefined {
  return value.known ? value.value : undefined
}
