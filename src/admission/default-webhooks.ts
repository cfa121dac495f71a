import { SourceFile } from '../base/source-file.ts'
import type { MapEntry, Node, Scalar } from '../base/tree.ts'
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
}

export type Configuration = Resource<Kinds['MutatingWebhookConfiguration']>

interface Requirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values?: readonly string[]
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
const oneOf = (key: string, ...values: string[]): Requirement => ({ key, operator: 'In', values })
const noneOf = (key: string, ...values: string[]): Requirement => ({ key, operator: 'NotIn', values })
const notOptedOut = noneOf(injectLabel, 'false')

/** Kubernetes' own namespaces, which the `auto.` entry leaves out. */
const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']

/**
 * The entries for one name that namespaces and pods can ask for in `istio.io/rev`.
 * manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml and revision-tags-mwc.yaml, Istio 1.31.
 */
function entriesFor(name: string, isDefault: boolean, namespacesByDefault: boolean): readonly Entry[] {
  const named: Entry[] = [
    {
      prefix: 'rev.namespace.',
      namespace: [oneOf(revisionLabel, name), without(injectionLabel)],
      object: [notOptedOut],
    },
    {
      prefix: 'rev.object.',
      namespace: [without(revisionLabel), without(injectionLabel)],
      object: [notOptedOut, oneOf(revisionLabel, name)],
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

type Data = Scalar | readonly Data[] | { readonly [key: string]: Data | undefined }

const noFile = new SourceFile('Istio defaults', '')

/** A body that is written nowhere. */
function dataNode(data: Data): Node {
  const place = { file: noFile, start: 0, end: 0 }
  if (data === null || typeof data !== 'object') return { type: 'scalar', value: data, ...place }
  if (isList(data)) return { type: 'list', items: data.map(dataNode), ...place }
  const entries: MapEntry[] = []
  for (const [key, value] of Object.entries(data))
    if (value !== undefined) entries.push({ key, keyStart: 0, keyEnd: 0, value: dataNode(value) })
  return { type: 'map', entries, ...place }
}

function isList(data: object): data is readonly Data[] {
  return Array.isArray(data)
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
function webhookData(entry: Entry, service: string): Data {
  return {
    name: `${entry.prefix}sidecar-injector.istio.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name: service, namespace: 'istio-system', path: '/inject', port: 443 } },
    rules: podRules,
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    sideEffects: 'None',
    reinvocationPolicy: 'Never',
    timeoutSeconds: 10,
    namespaceSelector: selector(entry.namespace),
    objectSelector: selector(entry.object),
  }
}

function configurationData({ revision, tag, namespacesByDefault }: InstalledRevision): Data {
  const suffix = revision === '' ? '' : `-${revision}`
  const isDefault = tag === undefined ? revision === '' : tag === 'default'
  const asked = tag ?? (revision === '' ? 'default' : revision)
  const entries = entriesFor(asked, isDefault, namespacesByDefault ?? false)
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: {
      name: tag === undefined ? `istio-sidecar-injector${suffix}` : `istio-revision-tag-${tag}`,
      labels: { [revisionLabel]: revision === '' ? 'default' : revision, 'istio.io/tag': tag },
    },
    webhooks: entries.map((entry) => webhookData(entry, `istiod${suffix}`)),
  }
}

/**
 * The MutatingWebhookConfigurations that Istio's Helm chart installs for some revisions and tags: exactly those that
 * are given, so that a tag alone is what `istioctl install` leaves active.
 */
export function defaultConfigurations(installed: readonly InstalledRevision[]): readonly Configuration[] {
  return installed.map((one) =>
    createResource({
      root: dataNode(configurationData(one)),
      shape: kinds.MutatingWebhookConfiguration.shape,
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      kindName: 'MutatingWebhookConfiguration',
      scope: 'Cluster',
    }),
  )
}
