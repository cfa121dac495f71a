import { dataNode } from '../base/data-node.ts'
import { allOf, type Gap, isKnown, known, type Maybe, mapMaybe } from '../base/maybe.ts'
import { locationOf, type Node, nodeAt } from '../base/tree.ts'
import type { AnyResource } from '../kube/resource.ts'
import { layered, nested, partAt } from './merged.ts'
import { operatorProfiles } from './profiles.ts'
import { flagPart, type Release, releaseGap, textPart, writtenText } from './release.ts'

/**
 * The release of istiod that an IstioOperator stands for; undefined where it certainly has none. As MergeInputs and
 * translateIstioOperatorToHelm of operator/pkg/render/manifest.go do, Istio 1.31.
 */
export function operatorRelease(resource: AnyResource): Release | undefined {
  const own = nodeAt(resource.root, ['spec'])
  const otherCharts = otherChartsOf(resource, own)
  const profile = textPart(own, 'profile')
  const layers = operatorProfiles.get((profile.known ? profile.value : undefined) || 'default') ?? []
  const spec = layered(...layers.map((layer) => dataNode(layer)), own)
  const isInstalled = mapMaybe(flagPart(spec, 'components', 'pilot', 'enabled'), (said) => said ?? true)
  if (isKnown(isInstalled, false)) return isRemote(spec) ? remoteRelease(resource, spec, otherCharts) : undefined
  return releaseOf(resource, spec, isInstalled, otherCharts)
}

/** Before Istio 1.24 a component of its own stood for an istiod elsewhere. */
function isRemote(spec: Node | undefined): boolean {
  return isKnown(flagPart(spec, 'components', 'istiodRemote', 'enabled'), true)
}

function remoteRelease(resource: AnyResource, spec: Node | undefined, otherCharts: Gap | undefined): Release {
  const remote = dataNode({ values: { profile: 'remote' } })
  return releaseOf(resource, layered(remote, spec), known(true), otherCharts)
}

function releaseOf(
  resource: AnyResource,
  spec: Node | undefined,
  isInstalled: Maybe<boolean>,
  otherCharts: Gap | undefined,
): Release {
  const values = valuesOf(spec)
  const revision = partAt(spec, 'revision')
  const namespace = writtenText(spec, 'components', 'pilot', 'namespace')
  const exists = allOf([resource.exists, isInstalled])
  return {
    resource,
    exists: exists.known ? known(true) : exists,
    values,
    namespace: namespace || writtenText(values, 'global', 'istioNamespace') || 'istio-system',
    place: revision ?? nodeAt(resource.root, ['metadata', 'name']) ?? nodeAt(resource.root, ['kind']) ?? resource.root,
    otherCharts,
    overlaid: overlaysOf(resource, spec),
  }
}

/** The user's own values come once more at the end: they override what the spec says elsewhere. */
function valuesOf(spec: Node | undefined): Node | undefined {
  const own = partAt(spec, 'values')
  const cni = flagPart(spec, 'components', 'cni', 'enabled')
  return layered(
    own,
    nested(partAt(spec, 'hub'), 'global', 'hub'),
    nested(partAt(spec, 'tag'), 'global', 'tag'),
    nested(partAt(spec, 'revision'), 'revision'),
    nested(partAt(spec, 'meshConfig'), 'meshConfig'),
    nested(partAt(spec, 'compatibilityVersion'), 'compatibilityVersion'),
    dataNode({ pilot: { cni: { enabled: cni.known ? (cni.value ?? false) : cni } } }),
    environmentOf(spec),
    formerCni(own),
    own,
    partAt(spec, 'unvalidatedValues'),
  )
}

/** Variables of istiod that are set on its Deployment, as far as pods hang on them. */
function environmentOf(spec: Node | undefined): Node | undefined {
  const env = partAt(spec, 'components', 'pilot', 'k8s', 'env')
  if (env?.type !== 'list') return undefined
  const native = env.items.find((one) => isKnown(textPart(one, 'name'), 'ENABLE_NATIVE_SIDECARS'))
  return nested(partAt(native, 'value'), 'pilot', 'env', 'ENABLE_NATIVE_SIDECARS')
}

/** Where the values of the CNI plugin stood before Istio 1.24. */
function formerCni(values: Node | undefined): Node | undefined {
  const isMultus = isKnown(flagPart(values, 'istio_cni', 'chained'), false)
  return layered(
    nested(partAt(values, 'istio_cni', 'enabled'), 'pilot', 'cni', 'enabled'),
    isMultus ? dataNode({ pilot: { cni: { provider: 'multus' } } }) : undefined,
  )
}

/** Charts or a profile that are not Istio's own. */
function otherChartsOf(resource: AnyResource, spec: Node | undefined): Gap | undefined {
  const path = partAt(spec, 'installPackagePath')
  if (path && writtenText(spec, 'installPackagePath'))
    return releaseGap(resource, 'the charts', 'add what they make to the input', locationOf(path))
  const profile = partAt(spec, 'profile')
  const name = textPart(spec, 'profile')
  if (!profile || (name.known && operatorProfiles.has(name.value || 'default'))) return undefined
  const hint = `write one of Istio’s own profiles: ${[...operatorProfiles.keys()].join(', ')}`
  return releaseGap(resource, 'the profile', hint, locationOf(profile))
}

/** Patches of what the chart makes (operator/pkg/render/postprocess.go): nobody here applies them. */
function overlaysOf(resource: AnyResource, spec: Node | undefined): Release['overlaid'] {
  const list = partAt(spec, 'components', 'pilot', 'k8s', 'overlays')
  if (!list) return {}
  const gap = releaseGap(resource, 'what the overlays change', 'add the patched objects to the input', locationOf(list))
  if (list.type !== 'list') return list.type === 'hole' ? { webhooks: gap, injector: gap, mesh: gap } : {}
  const touches = (kind: string, name: RegExp): boolean =>
    list.items.some((one) => {
      const [ofKind, named] = [textPart(one, 'kind'), textPart(one, 'name')]
      return (!ofKind.known || ofKind.value === kind) && (!named.known || name.test(named.value ?? ''))
    })
  return {
    ...(touches('MutatingWebhookConfiguration', /./) && { webhooks: gap }),
    ...(touches('ConfigMap', /^istio-sidecar-injector/) && { injector: gap }),
    ...(touches('ConfigMap', /^istio(?!-sidecar-injector)/) && { mesh: gap }),
  }
}
