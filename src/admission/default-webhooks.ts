import { type Data, type DataMap, dataNode } from '../base/data-node.ts'
import type { Node } from '../base/tree.ts'
import { type Kinds, kinds } from '../istio/known-kinds.ts'
import { createResource, type Resource } from '../kube/resource.ts'
import { type View, viewOf } from '../kube/view.ts'
import type { WebhookBody } from './webhook.ts'

/** A revision of Istio, or a tag of one, that is assumed to be installed. */
export interface InstalledRevision {
  /** Empty for Helm's unnamed revision. */
  readonly revision: string
  /**
   * With it, the entry is the tag and not the revision: `default=canary` is the tag `default` of the revision
   * `canary`.
   */
  readonly tag?: string
  /** The chart's value `sidecarInjectorWebhook.enableNamespacesByDefault`. */
  readonly namespacesByDefault?: boolean
  /** Nobody said so: what the input's IstioOperators and the like install stands in its place. */
  readonly isAssumed?: boolean
}

export type Configuration = Resource<Kinds['MutatingWebhookConfiguration']>

/** What the entries of one MutatingWebhookConfiguration of the chart are made of. */
export interface ConfigurationParts {
  readonly name: string
  /** The label `istio.io/rev`. */
  readonly revisionLabel: Data
  readonly tag: Data | undefined
  /** What namespaces and pods ask for in `istio.io/rev`. */
  readonly asked: Data
  /** Whether the configuration also answers to `istio-injection`. */
  readonly isDefault: boolean
  readonly namespacesByDefault: boolean
  readonly service: string
  readonly namespace: string
  readonly path: string
  readonly url?: string | undefined
  readonly reinvocationPolicy: Data
  /** Whether a pod's own revision label comes before its namespace's. */
  readonly podFirst?: boolean
}

interface Requirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values?: readonly Data[]
}

interface Entry {
  readonly prefix: string
  readonly namespace: readonly Requirement[]
  readonly object: readonly Requirement[]
}

const injectionLabel = 'istio-injection'
const revisionLabel = 'istio.io/rev'
const injectLabel = 'sidecar.istio.io/inject'

const without = (key: string): Requirement => ({ key, operator: 'DoesNotExist' })
const oneOf = (key: string, ...values: Data[]): Requirement => ({ key, operator: 'In', values })
const noneOf = (key: string, ...values: string[]): Requirement => ({ key, operator: 'NotIn', values })
const notOptedOut = noneOf(injectLabel, 'false')

/** Kubernetes' own namespaces, which the `auto.` entry leaves out. */
const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']

/**
 * The entries for one name that namespaces and pods can ask for in `istio.io/rev`.
 * manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml and revision-tags-mwc.yaml, Istio 1.31;
 * what is said of a pod's own label: 1.32.
 */
function entriesFor({ asked, isDefault, namespacesByDefault, podFirst }: ConfigurationParts): readonly Entry[] {
  const named: Entry[] = [
    {
      prefix: 'rev.namespace.',
      namespace: [oneOf(revisionLabel, asked), without(injectionLabel)],
      object: [notOptedOut, ...(podFirst ? [without(revisionLabel)] : [])],
    },
    {
      prefix: 'rev.object.',
      namespace: [...(podFirst ? [] : [without(revisionLabel)]), without(injectionLabel)],
      object: [notOptedOut, oneOf(revisionLabel, asked)],
    },
  ]
  if (!isDefault) return named
  const unnamed: Entry[] = [
    { prefix: 'namespace.', namespace: [oneOf(injectionLabel, 'enabled')], object: [notOptedOut] },
    {
      prefix: 'object.',
      namespace: [without(injectionLabel), without(revisionLabel)],
      object: [oneOf(injectLabel, 'true'), without(revisionLabel)],
    },
  ]
  const auto: Entry = {
    prefix: 'auto.',
    namespace: [
      without(injectionLabel),
      without(revisionLabel),
      noneOf('kubernetes.io/metadata.name', ...systemNamespaces),
    ],
    object: [without(injectLabel), without(revisionLabel)],
  }
  return [...named, ...unnamed, ...(namespacesByDefault ? [auto] : [])]
}

function selector(requirements: readonly Requirement[]): Data {
  return { matchExpressions: requirements.map(({ key, operator, values }) => ({ key, operator, values })) }
}

const podRules = [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' }]

/** The body of an entry of which nothing is known, so that it may be called for every pod. */
export const anyWebhook: View<WebhookBody> = viewOf(dataNode({ rules: podRules }), undefined)

/**
 * The values that the chart's entries share; what it does not set has the API server's default (recorded, Istio
 * 1.30).
 */
function webhookData(entry: Entry, parts: ConfigurationParts): DataMap {
  const { service, namespace, path, url, reinvocationPolicy } = parts
  return {
    name: `${entry.prefix}sidecar-injector.istio.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: url === undefined ? { service: { name: service, namespace, path, port: 443 } } : { url },
    rules: podRules,
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    sideEffects: 'None',
    reinvocationPolicy,
    timeoutSeconds: 10,
    namespaceSelector: selector(entry.namespace),
    objectSelector: selector(entry.object),
  }
}

/** A MutatingWebhookConfiguration as Istio's chart makes it, all of it at one place. */
export function chartConfiguration(parts: ConfigurationParts, place?: Node): Configuration {
  const data: DataMap = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: parts.name, labels: { [revisionLabel]: parts.revisionLabel, 'istio.io/tag': parts.tag } },
    webhooks: entriesFor(parts).map((entry) => webhookData(entry, parts)),
  }
  return createResource({
    root: dataNode(data, place),
    shape: kinds.MutatingWebhookConfiguration.shape,
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    kindName: 'MutatingWebhookConfiguration',
    scope: 'Cluster',
  })
}

/**
 * The MutatingWebhookConfiguration that Istio's Helm chart installs for a revision or a tag: a tag alone is what
 * `istioctl install` leaves active.
 */
export function defaultConfiguration({ revision, tag, namespacesByDefault }: InstalledRevision): Configuration {
  const suffix = revision === '' ? '' : `-${revision}`
  const shown = revision === '' ? 'default' : revision
  return chartConfiguration({
    name: tag === undefined ? `istio-sidecar-injector${suffix}` : `istio-revision-tag-${tag}`,
    revisionLabel: shown,
    tag,
    asked: tag ?? shown,
    isDefault: tag === undefined ? revision === '' : tag === 'default',
    namespacesByDefault: namespacesByDefault ?? false,
    service: `istiod${suffix}`,
    namespace: 'istio-system',
    path: '/inject',
    reinvocationPolicy: 'Never',
  })
}
