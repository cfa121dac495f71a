import { type DataMap, dataNode } from '../base/data-node.ts'
import { type Gap, isKnown, known, type Maybe, type Unknown, unknown } from '../base/maybe.ts'
import { locationOf, type Node, nodeAt } from '../base/tree.ts'
import { type AnyResource, showName } from '../kube/resource.ts'
import { type Installation, type InstalledTag, installationOf, unseenInstallation } from './installation.ts'
import { layered, partAt } from './merged.ts'
import { sailProfiles } from './profiles.ts'
import { type Release, releaseGap, textPart, writtenText } from './release.ts'

/** The objects of the Sail Operator in a unit, by kind. */
export interface SailObjects {
  readonly meshes: readonly AnyResource[]
  readonly revisions: readonly AnyResource[]
  readonly tags: readonly AnyResource[]
}

/**
 * What the Sail Operator installs: one release for each Istio and IstioRevision, with the tags that point to them
 * (sail-operator, pkg/revision/values.go and controllers/istiorevisiontag).
 */
export function sailInstallations({ meshes, revisions, tags }: SailObjects): readonly Installation[] {
  const written = revisions.filter(isNamed).map((one) => sailRelease(one, one.name))
  const names = new Set(revisions.map(showName))
  const made = meshes.filter(isNamed).flatMap((one) => {
    const name = activeRevision(one)
    return name.known && names.has(name.value) ? [] : [sailRelease(one, name)]
  })
  const installed = [...written, ...made].map(installationOf)
  const pointing = tags.filter((tag) => !installed.some((one) => revisionName(one) === showName(tag)))
  return [
    ...installed.map((one) => ({ ...one, tags: pointing.filter((tag) => pointsTo(tag, one)).map(tagOf) })),
    ...pointing.filter((tag) => !installed.some((one) => pointsTo(tag, one))).map(orphan),
  ]
}

/** The API server takes no object without a name: such a file is read by other means, as a profile is. */
function isNamed({ root }: AnyResource): boolean {
  return partAt(root, 'metadata', 'name') !== undefined
}

/** The unnamed revision is called `default` by the operator. */
function revisionName({ revision }: Installation): string {
  return revision === '' ? 'default' : revision
}

/** The name of the IstioRevision that an Istio makes: getActiveRevisionName, controllers/istio/istio_controller.go. */
function activeRevision(resource: AnyResource): Maybe<string> {
  const spec = nodeAt(resource.root, ['spec'])
  const strategy = textPart(spec, 'updateStrategy', 'type')
  if (!strategy.known) return strategy
  if (strategy.value !== 'RevisionBased' || !resource.name.known) return resource.name
  const version = textPart(spec, 'version')
  if (!version.known) return version
  const exact = /^v\d+\.\d+\.\d+$/.exec(version.value ?? '')?.[0]
  if (exact !== undefined) return known(`${resource.name.value}-${exact.replaceAll('.', '-')}`)
  return unknown(releaseGap(resource, 'the active revision', 'write an exact version, such as v1.26.0'))
}

function sailRelease(resource: AnyResource, name: Maybe<string>): Release {
  const spec = nodeAt(resource.root, ['spec'])
  const namespace = writtenText(spec, 'namespace') ?? 'istio-system'
  const profile = textPart(spec, 'profile')
  const preset = profile.known ? sailProfiles.get(profile.value || 'default') : undefined
  const revision = name.known ? (name.value === 'default' ? '' : name.value) : name
  const own = partAt(spec, 'values')
  const below = layered(operatorDefaults(resource, spec, own), preset && dataNode(preset))
  const place = nodeAt(resource.root, ['metadata', 'name']) ?? resource.root
  return {
    resource,
    exists: resource.exists,
    values: layered(
      withoutPlatform(below, own),
      own,
      dataNode({ revision }, place),
      dataNode({ global: { istioNamespace: namespace } }, place),
    ),
    namespace,
    place,
    otherCharts: preset ? undefined : unknownPreset(resource, spec),
    overlaid: {},
  }
}

function unknownPreset(resource: AnyResource, spec: Node | undefined): Gap {
  const at = partAt(spec, 'profile')
  return releaseGap(resource, 'the profile', 'write one that Istio has', at && locationOf(at))
}

/** What the operator sets by its own build and by the cluster that it runs on. */
function operatorDefaults(resource: AnyResource, spec: Node | undefined, own: Node | undefined): Node {
  const images = unknown(releaseGap(resource, 'the images', 'write spec.values.global.hub and spec.values.global.tag'))
  const image = partAt(own, 'global', 'hub') || partAt(own, 'global', 'tag') ? undefined : images
  const tag = /^v(1\..*)$/.exec(writtenText(spec, 'version') ?? '')?.[1]
  const global: DataMap = {
    tag,
    hub: images,
    ...(image && { proxy: { image }, proxy_init: { image } }),
  }
  return dataNode({ global })
}

/**
 * On OpenShift the operator chooses that platform by itself. Who says nothing of the platform or of CNI leaves both
 * open.
 */
function withoutPlatform(below: Node | undefined, own: Node | undefined): Node | undefined {
  const says = (...path: readonly string[]): boolean => partAt(layered(below, own), ...path) !== undefined
  if (says('global', 'platform') || says('platform') || says('pilot', 'cni', 'enabled')) return below
  const platform: Unknown = unknown({
    what: 'whether the cluster is OpenShift',
    hint: 'write spec.values.global.platform: openshift where it is, else spec.values.pilot.cni.enabled',
  })
  return layered(dataNode({ pilot: { cni: { enabled: platform, provider: platform } } }), below)
}

function pointsTo(tag: AnyResource, installation: Installation): boolean {
  const target = nodeAt(tag.root, ['spec', 'targetRef'])
  const { resource } = installation
  const [kind, name] = [textPart(target, 'kind'), textPart(target, 'name')]
  const isNamed = isKnown(name, showName(resource))
  if (isKnown(kind, resource.kind) && isNamed) return true
  return isKnown(kind, 'IstioRevision') && isKnown(name, revisionName(installation))
}

function tagOf(tag: AnyResource): InstalledTag {
  const place = nodeAt(tag.root, ['metadata', 'name']) ?? tag.root
  const { name, exists } = tag
  return { name: showName(tag), isKnown: name.known ? known(true) : name, exists, place }
}

function orphan(tag: AnyResource): Installation {
  const target = `${writtenText(tag.root, 'spec', 'targetRef', 'kind') ?? '?'} "${writtenText(tag.root, 'spec', 'targetRef', 'name') ?? '?'}"`
  const missing = unknown(releaseGap(tag, `${target}, the target`, `add ${target} to the input`))
  const one = tagOf(tag)
  return unseenInstallation(tag, one.place, [one], missing)
}
