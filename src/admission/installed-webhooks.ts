import { allOf, isKnown, known, type Maybe } from '../base/maybe.ts'
import type { Installation, InstalledTag } from '../install/installation.ts'
import { type Configuration, chartConfiguration } from './default-webhooks.ts'

/** A configuration that an installation of the input makes. */
export interface InstalledConfiguration {
  readonly configuration: Configuration
  /** Whether its entries are there, in their order. */
  readonly exist: readonly Maybe<true>[]
  /** Empty for the unnamed revision. */
  readonly revision: string
  readonly tag: string | undefined
}

/** The configurations of a revision and of its tags. */
export function installedConfigurations(installation: Installation): readonly InstalledConfiguration[] {
  const { webhooks, tags, revision, isRevisionKnown, place } = installation
  const own: InstalledTag = {
    name: revision === '' ? 'default' : revision,
    isKnown: isRevisionKnown,
    exists: certainly(webhooks.exists),
    place,
  }
  const ofTags = tags.map((tag) => {
    const exists = certainly(allOf([tag.exists, certainly(webhooks.exists)]))
    return configurationOf(installation, tag.name, { ...tag, exists })
  })
  return isKnown(webhooks.exists, false) ? ofTags : [configurationOf(installation, undefined, own), ...ofTags]
}

/** The configuration of one name that namespaces and pods can ask for: every entry that may be there. */
function configurationOf(
  installation: Installation,
  tag: string | undefined,
  asked: InstalledTag,
): InstalledConfiguration {
  const { webhooks, revision, namespace } = installation
  const { namespacesByDefault, reinvocationPolicy } = webhooks
  const suffix = revision === '' ? '' : `-${revision}`
  const end = namespace === 'istio-system' ? '' : `-${namespace}`
  const isDefault = tag === undefined ? revision === '' : tag === 'default'
  const parts = {
    name: `${tag === undefined ? `istio-sidecar-injector${suffix}` : `istio-revision-tag-${tag}`}${end}`,
    revisionLabel: revision === '' ? 'default' : revision,
    tag,
    asked: asked.isKnown.known ? asked.name : asked.isKnown,
    isDefault: isDefault || !asked.isKnown.known,
    namespacesByDefault: !isKnown(namespacesByDefault, false),
    service: `istiod${suffix}`,
    namespace,
    path: webhooks.path,
    url: webhooks.url,
    reinvocationPolicy: reinvocationPolicy.known ? reinvocationPolicy.value : reinvocationPolicy,
    podFirst: webhooks.podFirst,
  }
  const configuration = chartConfiguration(parts, asked.place)
  const unnamed = certainly(allOf([asked.exists, isDefault ? known(true) : asked.isKnown]))
  const auto = certainly(allOf([unnamed, certainly(namespacesByDefault)]))
  return { configuration, exist: [asked.exists, asked.exists, unnamed, unnamed, auto], revision, tag }
}

/** Whether something is there that is not certainly absent. */
function certainly(said: Maybe<boolean>): Maybe<true> {
  return said.known ? known(true) : said
}
