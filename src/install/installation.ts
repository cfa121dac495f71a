import { dataNode } from '../base/data-node.ts'
import { allOf, type Gap, known, type Maybe, mapMaybe, type Unknown, unknown } from '../base/maybe.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import type { AnyResource } from '../kube/resource.ts'
import { chartDefaults } from './chart-values.ts'
import { layered, nested, partAt } from './merged.ts'
import { meshOf } from './mesh-of.ts'
import { chartPlatforms, chartProfiles, compatibleWith } from './profiles.ts'
import { flagPart, type Release, releaseGap, textPart, titleOf, writtenText } from './release.ts'

/** What one release of Istio's chart installs of an injector: manifests/charts/istio-control/istio-discovery, 1.31. */
export interface Installation {
  /** What stands for it, as messages name it: `IstioOperator "mesh"`. */
  readonly title: string
  readonly resource: AnyResource
  /** Where it is written: what stands nowhere else stands here. */
  readonly place: Node
  /** The revision, empty for the unnamed one; what is written of it where it is not known. */
  readonly revision: string
  readonly isRevisionKnown: Maybe<true>
  readonly namespace: string
  readonly tags: readonly InstalledTag[]
  readonly webhooks: WebhookValues
  /** The settings of the injector as its ConfigMap would hold them; templates are the user's own alone. */
  readonly config: Maybe<Node>
  /** The chart's values, without the version of the images where nothing says it. */
  readonly values: Maybe<Node>
  readonly mesh: Maybe<Node>
}

/** A tag that points to the revision of an installation. */
export interface InstalledTag {
  /** What is written of it where it is not known. */
  readonly name: string
  readonly isKnown: Maybe<true>
  readonly exists: Maybe<true>
  readonly place: Node
}

/** What the webhooks of a revision are made of. */
export interface WebhookValues {
  /** Whether the revision has webhooks by its own name. */
  readonly exists: Maybe<boolean>
  readonly namespacesByDefault: Maybe<boolean>
  readonly reinvocationPolicy: Maybe<string>
  /** Of an istiod elsewhere. */
  readonly url: string | undefined
  readonly path: string
  /** Whether a pod's own revision label comes before its namespace's; from Istio 1.32 on. */
  readonly podFirst: boolean
}

/** What a release installs. */
export function installationOf(release: Release): Installation {
  const { resource, place, namespace, exists } = release
  const values = chartValuesOf(release)
  const unclear = release.otherCharts ?? unknownProfile(resource, values.user)
  const all = values.all
  const revision = textPart(all, 'revision')
  const either = (gap: Gap | undefined, make: () => Maybe<Node>): Maybe<Node> => (gap ? unknown(gap) : make())
  return {
    title: titleOf(resource),
    resource,
    place,
    revision: writtenText(all, 'revision') ?? '',
    isRevisionKnown: revision.known ? known(true) : revision,
    namespace,
    tags: unclear ? [] : tagsOf(release, all),
    webhooks: webhookValues(release, all, unclear, exists),
    config: either(unclear ?? release.overlaid.injector, () => configOf(release, all)),
    values: either(unclear ?? release.overlaid.injector, () => known(injectorValues(all))),
    mesh: either(unclear ?? release.overlaid.mesh, () => meshOf(release, all)),
  }
}

/** The chart's values, the profile's, then the user's; what stands below `pilot` counts at the top as well (zzz_profile.yaml, zzy_descope_legacy.yaml). */
function chartValuesOf({ values: user }: Release): { readonly all: Node; readonly user: Node | undefined } {
  const named = (name: string): string | undefined => writtenText(user, name) ?? writtenText(user, 'global', name)
  const profile = chartProfiles.get(named('profile') ?? 'default')
  const version = writtenText(user, 'compatibilityVersion')
  const platform = chartPlatforms.get(named('platform') ?? '')
  const over = layered(
    profile && dataNode(profile),
    version === undefined ? undefined : dataNode(compatibleWith(version)),
    platform && dataNode(platform),
    user,
  )
  const all = layered(dataNode(chartDefaults), over, partAt(over, 'pilot'))
  return { all: all ?? dataNode({}), user }
}

/** A profile or platform that the chart does not have, or that is not known. */
function unknownProfile(resource: AnyResource, user: Node | undefined): Gap | undefined {
  const isOne = (key: string, names: ReadonlyMap<string, unknown>): boolean =>
    [textPart(user, key), textPart(user, 'global', key)].every(
      (name) => name.known && (!name.value || names.has(name.value)),
    )
  if (!isOne('profile', chartProfiles)) return releaseGap(resource, 'the value "profile"', 'write one that Istio has')
  if (!isOne('platform', chartPlatforms))
    return releaseGap(resource, 'the value "platform"', 'write one that Istio has')
  return undefined
}

function tagsOf({ exists, place }: Release, all: Node): readonly InstalledTag[] {
  const list = partAt(all, 'revisionTags')
  const items = list?.type === 'list' ? list.items : []
  return items.map((item) => {
    const name = textPart(nested(item, 'name'), 'name')
    return {
      name: writtenText(nested(item, 'name'), 'name') ?? '?',
      isKnown: name.known ? known(true) : name,
      exists,
      place: item ?? place,
    }
  })
}

function webhookValues(
  { overlaid, resource }: Release,
  all: Node,
  unclear: Gap | undefined,
  exists: Maybe<true>,
): WebhookValues {
  const own = nodeAt(all, ['sidecarInjectorWebhook'])
  const managed = mapMaybe(flagPart(all, 'global', 'operatorManageWebhooks'), (said) => !said)
  const scope = mapMaybe(textPart(all, 'global', 'resourceScope'), (said) => said !== 'namespace')
  const others = releaseGap(resource, 'the webhooks', 'add the MutatingWebhookConfigurations to the input')
  const made = allOf([managed, scope])
  const changed: Maybe<true> = overlaid.webhooks ? unknown(overlaid.webhooks) : known(true)
  const asValue = <T>(said: Maybe<T>): Maybe<T> => (unclear ? unknown(unclear) : said)
  return {
    exists: allOf([exists, changed, made.known && !made.value ? unknown(others) : made]),
    namespacesByDefault: asValue(mapMaybe(flagPart(own, 'enableNamespacesByDefault'), (said) => said ?? false)),
    reinvocationPolicy: asValue(mapMaybe(textPart(own, 'reinvocationPolicy'), (said) => said ?? 'Never')),
    url: writtenText(all, 'istiodRemote', 'injectionURL') || undefined,
    path: writtenText(all, 'istiodRemote', 'injectionPath') || '/inject',
    podFirst: writtenText(own, 'revisionLabelPreference') === 'pod',
  }
}

/** files/… of templates/istiod-injector-configmap.yaml. */
function configOf({ resource }: Release, all: Node): Maybe<Node> {
  const omitted = flagPart(all, 'global', 'omitSidecarInjectorConfigMap')
  if (!omitted.known) return omitted
  if (omitted.value) return unknown(elsewhere(resource, 'the settings of the injector'))
  const own = nodeAt(all, ['sidecarInjectorWebhook'])
  const templates = partAt(own, 'defaultTemplates')
  const isChosen = templates?.type !== 'list' || templates.items.length > 0 || templates.open !== undefined
  const config = layered(
    nested(partAt(all, 'global', 'proxy', 'autoInject'), 'policy'),
    isChosen ? nested(templates, 'defaultTemplates') : dataNode({ defaultTemplates: ['sidecar'] }),
    ...['neverInjectSelector', 'alwaysInjectSelector', 'injectedAnnotations', 'templates'].map((key) =>
      nested(partAt(own, key), key),
    ),
  )
  return known(config ?? dataNode({}))
}

function elsewhere(resource: AnyResource, what: string): Gap {
  return releaseGap(resource, what, 'add the ConfigMaps of the remote control plane to the input')
}

/** The values that the ConfigMap of the injector holds. */
function injectorValues(all: Node): Node {
  const picked = layered(
    ...['global', 'sidecarInjectorWebhook', 'revision'].map((key) => nested(partAt(all, key), key)),
    nested(partAt(all, 'cni'), 'pilot', 'cni'),
    nested(partAt(all, 'env'), 'pilot', 'env'),
    nested(partAt(all, 'crlConfigMapName'), 'pilot', 'crlConfigMapName'),
    nested(partAt(all, 'gateways', 'securityContext'), 'gateways', 'securityContext'),
    nested(partAt(all, 'gateways', 'seccompProfile'), 'gateways', 'seccompProfile'),
  )
  return picked ?? dataNode({})
}

/** An installation of which nothing is known but that something points to it. */
export function unseenInstallation(
  resource: AnyResource,
  place: Node,
  tags: readonly InstalledTag[],
  missing: Unknown,
): Installation {
  return {
    title: titleOf(resource),
    resource,
    place,
    revision: '?',
    isRevisionKnown: missing,
    namespace: 'istio-system',
    tags,
    webhooks: {
      exists: known(false),
      namespacesByDefault: missing,
      reinvocationPolicy: missing,
      url: undefined,
      path: '/inject',
      podFirst: false,
    },
    config: missing,
    values: missing,
    mesh: missing,
  }
}
