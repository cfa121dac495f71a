import { compareText } from '../../base/order.ts'
import type { MapNode, Node, TreePath } from '../../base/tree.ts'
import { isDns1123Label, isDns1123Subdomain, isQualifiedName, isValidLabelValue } from '../names.ts'
import { mapNode } from '../pod-body.ts'
import { containerErrors, hostNetworkErrors, initContainerErrors, oneOf, type PodParts } from './container-errors.ts'
import {
  type FieldError,
  forbidden,
  invalid,
  invalidFor,
  invalidReference,
  joined,
  noErrors,
  required,
  shownAt,
} from './field-error.ts'
import { osErrors } from './os-errors.ts'
import { podResourceErrors } from './pod-resource-errors.ts'
import { entriesOf, hasAny, isEmptyList, isFlag, isSet, isUnset, itemsOf, numberOf, part, textOf } from './read-part.ts'
import { podSecurityErrors } from './security-errors.ts'
import { tolerationErrors } from './toleration-errors.ts'
import { type PlacedVolume, type Volumes, volumeErrors } from './volume-errors.ts'

/** What is known of a pod's spec beside itself. */
export interface SpecOptions {
  /** Whether it is that of a pod, and no template's. */
  readonly isPod: boolean
  /** Whether a controller gives the pods their host names. */
  readonly isNamedByController: boolean
  readonly volumes: readonly PlacedVolume[]
  /** The claim templates of a StatefulSet by the names of their volumes. */
  readonly claims?: ReadonlyMap<string, Node>
  /** Whether there may be more of them. */
  readonly mayHaveMoreClaims?: boolean
}

/**
 * What the API server refuses in the spec of a pod or of a template, in its order: ValidatePodSpec,
 * pkg/apis/core/validation/validation.go, Kubernetes 1.35. Only what is certain, of a spec with or without its defaults
 * filled in; affinity, topology spread constraints and resource claims are not looked at.
 */
export function podSpecErrors(spec: MapNode, path: TreePath, options: SpecOptions): readonly FieldError[] {
  const volumes = volumesOf(spec, options)
  const os = isUnset(spec, 'os') ? '' : textOf(part(spec, 'os'), 'name')
  const hostUsers = part(spec, 'hostUsers')
  const parts: PodParts = {
    volumes,
    os,
    graceSeconds: isUnset(spec, 'terminationGracePeriodSeconds') ? 30 : numberOf(spec, 'terminationGracePeriodSeconds'),
    hasHostUsers: hostUsers === undefined || isFlag(spec, 'hostUsers', true),
  }
  return joined(
    volumes.errors,
    isEmptyList(spec, 'containers') ? [required([...path, 'containers'])] : containerErrors(spec, path, parts),
    initContainerErrors(spec, path, parts),
    hasAny(spec, otherFields) ? otherErrors(spec, path, options, os) : noErrors,
  )
}

/** The fields of a spec that are checked beside its containers and volumes. */
const otherFields: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'dnsConfig',
  'dnsPolicy',
  'hostAliases',
  'hostNetwork',
  'hostPID',
  'hostUsers',
  'hostname',
  'nodeName',
  'nodeSelector',
  'os',
  'preemptionPolicy',
  'priorityClassName',
  'resources',
  'restartPolicy',
  'runtimeClassName',
  'securityContext',
  'serviceAccount',
  'serviceAccountName',
  'subdomain',
  'tolerations',
])

function otherErrors(
  spec: MapNode,
  path: TreePath,
  options: SpecOptions,
  os: string | undefined,
): readonly FieldError[] {
  return joined(
    podResourceErrors(spec, path, os),
    isFlag(spec, 'hostNetwork', true) ? hostNetworkErrors(spec, path) : noErrors,
    policyErrors(spec, path),
    labelErrors(entriesOf(spec, 'nodeSelector'), [...path, 'nodeSelector'], [...path, 'nodeSelector']),
    podSecurityErrors(spec, path),
    dnsErrors(spec, path),
    hostUserErrors(spec, path),
    nameErrors(spec, path, options),
    tolerationErrors(spec, path),
    classErrors(spec, path),
    osErrors(spec, path),
  )
}

function volumesOf(spec: Node, { volumes, claims, mayHaveMoreClaims, isPod }: SpecOptions): Volumes {
  const hasMore = mayHaveMoreClaims === true || isOpenList(part(spec, 'volumes'))
  const found = volumeErrors(volumes, isPod, hasMore)
  if (!claims) return found
  const named = [...claims].map(([name, claim]) => [name, asVolume(claim)] as const)
  return { ...found, byName: new Map([...found.byName, ...named]) }
}

/** Whether a list may hold items that are not known. */
export function isOpenList(list: Node | undefined): boolean {
  if (list?.type !== 'list') return list?.type === 'hole'
  return list.open !== undefined || list.items.some(({ type }) => type === 'hole')
}

/** The volume that the controller makes of a claim template. */
function asVolume(claim: Node): Node {
  return mapNode(claim, { persistentVolumeClaim: mapNode(claim, {}) })
}

/** The volumes that a spec holds, at their places. */
export function writtenVolumes(spec: Node, path: TreePath): readonly PlacedVolume[] {
  return itemsOf(spec, 'volumes').map((node, index) => {
    const at = [...path, 'volumes', index]
    return { node, path: at, shown: at }
  })
}

/** What a stored pod shows of a hash that the cluster makes. */
const generatedText = '*'

/** ValidateLabels: keys and values, in the order of the keys. */
export function labelErrors(
  labels: readonly { readonly key: string; readonly value: Node }[],
  path: TreePath,
  shown: TreePath,
): readonly FieldError[] {
  const found = labels.flatMap(({ key, value }) => {
    const written = value.type === 'scalar' && typeof value.value === 'string' ? value.value : ''
    const text = written === generatedText ? '' : written
    const at = [...path, key]
    return [...invalidFor(at, key, isQualifiedName(key)), ...invalidFor(at, text, isValidLabelValue(text))].map(
      (error) => ({ key, error: shownAt(error, shown) }),
    )
  })
  return found.sort((a, b) => compareText(a.key, b.key)).map(({ error }) => error)
}

const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']

function policyErrors(spec: Node, path: TreePath): readonly FieldError[] {
  return [
    ...oneOf(spec, 'restartPolicy', ['Always', 'OnFailure', 'Never'], path),
    ...oneOf(spec, 'dnsPolicy', dnsPolicies, path),
  ]
}

/** validatePodDNSConfig, but for the texts of addresses and domains. */
function dnsErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const config = part(spec, 'dnsConfig')
  const at = [...path, 'dnsConfig']
  const isNone = textOf(spec, 'dnsPolicy') === 'None'
  if (isNone && !config) return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')]
  const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None'
  if (isNone && isEmptyList(config, 'nameservers')) return [required([...at, 'nameservers'], detail)]
  return itemsOf(config, 'options').flatMap((option, index) =>
    textOf(option, 'name') === '' ? [required([...at, 'options', index], 'must not be empty')] : [],
  )
}

/** validateHostUsers, with upstream's spelling. */
function hostUserErrors(spec: Node, path: TreePath): readonly FieldError[] {
  if (!isFlag(spec, 'hostUsers', false)) return []
  const detail = 'when `hostUsers` is false'
  const shown: Readonly<Record<string, string>> = { hostNetwork: 'hostNetwork', hostPID: 'HostPID', hostIPC: 'HostIPC' }
  const own = Object.entries(shown)
    .filter(([field]) => isFlag(spec, field, true))
    .map(([field, name]) => shownAt(forbidden([...path, field], detail), [...path, name]))
  const devices = ['initContainers', 'containers'].flatMap((list) =>
    itemsOf(spec, list).flatMap((container, index) =>
      itemsOf(container, 'volumeDevices').length > 0
        ? [forbidden([...path, list, index, 'volumeDevices'], detail)]
        : [],
    ),
  )
  return [...own, ...devices]
}

function nameErrors(spec: Node, path: TreePath, { isNamedByController }: SpecOptions): readonly FieldError[] {
  const check = (field: string, validate: (text: string) => readonly string[]): readonly FieldError[] => {
    const text = textOf(spec, field)
    return text ? invalidReference([...path, field], text, validate(text)) : []
  }
  const seconds = isUnset(spec, 'activeDeadlineSeconds') ? undefined : numberOf(spec, 'activeDeadlineSeconds')
  const isWrong = seconds !== undefined && (seconds < 1 || seconds > 2_147_483_647)
  const place = [...path, 'activeDeadlineSeconds']
  return [
    ...check(isSet(spec, 'serviceAccountName') ? 'serviceAccountName' : 'serviceAccount', isDns1123Subdomain),
    ...check('nodeName', isDns1123Subdomain),
    ...(isWrong ? [invalid(place, seconds, 'must be between 1 and 2147483647, inclusive')] : []),
    ...(isNamedByController ? [] : [...check('hostname', isDns1123Label), ...check('subdomain', isDns1123Label)]),
  ]
}

function classErrors(spec: Node, path: TreePath): readonly FieldError[] {
  const aliases = itemsOf(spec, 'hostAliases').flatMap((alias, index) =>
    itemsOf(alias, 'hostnames').flatMap((host, place) => {
      const text = host.type === 'scalar' && typeof host.value === 'string' ? host.value : undefined
      const at = [...path, 'hostAliases', index, 'hostnames', place]
      return text === undefined ? [] : invalidFor(at, text, isDns1123Subdomain(text))
    }),
  )
  const priority = textOf(spec, 'priorityClassName')
  const runtime = isUnset(spec, 'runtimeClassName') ? undefined : textOf(spec, 'runtimeClassName')
  return [
    ...aliases,
    ...(priority ? invalidReference([...path, 'priorityClassName'], priority, isDns1123Subdomain(priority)) : []),
    ...(runtime === undefined
      ? []
      : invalidReference([...path, 'runtimeClassName'], runtime, isDns1123Subdomain(runtime))),
    ...oneOf(spec, 'preemptionPolicy', ['PreemptLowerPriority', 'Never'], path),
  ]
}
