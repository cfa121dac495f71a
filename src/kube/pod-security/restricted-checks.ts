import type { Node } from '../../base/tree.ts'
import { isFlag, isSet, isUnset, itemsOf, part, textOf } from '../pod-validation/read-part.ts'
import { capabilitiesOf, seccompProfile, seccompTypes } from './baseline-checks.ts'
import {
  isValue,
  named,
  type PolicyContainer,
  type PolicyPod,
  quoted,
  type SecurityViolation,
  settersOf,
  setterViolation,
  sortedSet,
  violation,
} from './policy-pod.ts'

type Found = SecurityViolation | undefined

/** policy/check_allowPrivilegeEscalation.go. */
export function allowPrivilegeEscalation({ containers, isWindows, minor }: PolicyPod): Found {
  if (isWindows && minor >= 25) return undefined
  const failing = containers.filter(
    ({ context }) => isUnset(context, 'allowPrivilegeEscalation') || isFlag(context, 'allowPrivilegeEscalation', true),
  )
  const detail = `${named(failing)} must set securityContext.allowPrivilegeEscalation=false`
  return violation('allowPrivilegeEscalation != false', failing, detail, [
    'securityContext',
    'allowPrivilegeEscalation',
  ])
}

/** Whether a list certainly does not hold a text. */
function lacks({ context }: PolicyContainer, wanted: string): boolean {
  const list = part(part(context, 'capabilities'), 'drop')
  if (!list) return true
  return list.type === 'list' && !list.open && list.items.every((one) => one.type === 'scalar' && one.value !== wanted)
}

/** policy/check_capabilities_restricted.go. */
export function capabilities({ containers, isWindows, minor }: PolicyPod): Found {
  if (isWindows && minor >= 25) return undefined
  const keeping = containers.filter((one) => lacks(one, 'ALL'))
  const isWrong = (name: string): boolean => name !== 'NET_BIND_SERVICE'
  const adding = containers.filter((one) => capabilitiesOf(one, 'add').some(isWrong))
  const added = sortedSet(adding.flatMap((one) => capabilitiesOf(one, 'add').filter(isWrong)))
  const details = [
    ...(keeping.length > 0 ? [`${named(keeping)} must set securityContext.capabilities.drop=["ALL"]`] : []),
    ...(adding.length > 0
      ? [`${named(adding)} must not include ${quoted(added)} in securityContext.capabilities.add`]
      : []),
  ]
  const failing = [...keeping, ...adding]
  return violation('unrestricted capabilities', failing, details.join('; '), ['securityContext', 'capabilities'])
}

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]
const otherVolumes = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
]

/** policy/check_restrictedVolumes.go. */
export function restrictedVolumes({ spec }: PolicyPod): Found {
  const wrong = itemsOf(spec, 'volumes').flatMap((volume, index) => {
    if (allowedVolumes.some((source) => !isUnset(volume, source))) return []
    const type = otherVolumes.find((source) => isSet(volume, source))
    return type === undefined ? [] : [{ name: textOf(volume, 'name') ?? '', type, index }]
  })
  if (wrong.length === 0) return undefined
  const types = sortedSet(wrong.map(({ type }) => type))
  const names = quoted(wrong.map(({ name }) => name))
  const who = `volume${wrong.length === 1 ? '' : 's'} ${names} ${wrong.length === 1 ? 'uses' : 'use'}`
  const what = `restricted volume type${types.length === 1 ? '' : 's'} ${quoted(types)}`
  return {
    text: `restricted volume types (${who} ${what})`,
    paths: wrong.map(({ index }) => ['spec', 'volumes', index, 'name']),
    containers: [],
  }
}

/** Containers that do not say what the pod does not say for them. */
function without(
  pod: PolicyPod,
  field: string,
  isGood: (context: Node | undefined) => boolean,
): readonly PolicyContainer[] {
  if (isGood(pod.context) || !isKnown(pod.context, field)) return []
  return pod.containers.filter(({ context }) => isUnset(context, field))
}

function isKnown(context: Node | undefined, field: string): boolean {
  return part(context, field)?.type !== 'hole'
}

/** policy/check_runAsNonRoot.go. */
export function runAsNonRoot(pod: PolicyPod): Found {
  if (pod.hasOwnUsers && pod.minor >= 35) return undefined
  const setters = settersOf(pod, (context) => isFlag(context, 'runAsNonRoot', false))
  const field = ['runAsNonRoot']
  const set = setterViolation('runAsNonRoot != true', setters, 'must not set securityContext.runAsNonRoot=false', field)
  if (set) return set
  const failing = without(pod, 'runAsNonRoot', (context) => isFlag(context, 'runAsNonRoot', true))
  const detail = `pod or ${named(failing)} must set securityContext.runAsNonRoot=true`
  return violation('runAsNonRoot != true', failing, detail, ['securityContext'])
}

/** policy/check_runAsUser.go, since 1.23. */
export function runAsUser(pod: PolicyPod): Found {
  if (pod.hasOwnUsers && pod.minor >= 35) return undefined
  const setters = settersOf(pod, (context) => isValue(part(context, 'runAsUser'), 0))
  return setterViolation('runAsUser=0', setters, 'must not set runAsUser=0', ['runAsUser'])
}

/** policy/check_seccompProfile_restricted.go. */
export function seccompProfileSet(pod: PolicyPod): Found {
  if (pod.isWindows && pod.minor >= 25) return undefined
  const wrong = seccompProfile(pod)
  if (wrong) return wrong
  const isGood = (context: Node | undefined): boolean =>
    seccompTypes.some((type) => isValue(part(part(context, 'seccompProfile'), 'type'), type))
  const failing = without(pod, 'seccompProfile', isGood)
  const detail = `pod or ${named(failing)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`
  return violation('seccompProfile', failing, detail, ['securityContext'])
}
