import { allOf, anyOf, isKnown, known, type Maybe, no, not, unknown } from '../base/maybe.ts'
import { holeNode, type MapNode, type Node, scalarNode, withEntries } from '../base/tree.ts'
import { scalarAt } from './api-type.ts'
import { listNode, mapNode, partOf } from './pod-body.ts'
import { eachContainer } from './pod-defaults.ts'

/** What of a ServiceAccount gets into the pods that run as it. */
export interface ServiceAccount {
  readonly automountServiceAccountToken?: Node | undefined
  readonly imagePullSecrets?: Node | undefined
}

/** Where containers find the token. */
export const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount'
/** How the name of the volume begins that holds the token of the ServiceAccount. */
export const tokenPrefix = 'kube-api-access-'

/**
 * What the ServiceAccount plugin does to a pod: the account's name, its token in every container, its pull secrets
 * (plugin/pkg/admission/serviceaccount/admission.go, Admit, Kubernetes 1.35).
 */
export function withServiceAccount(spec: MapNode, find: (name: string) => Maybe<ServiceAccount>): MapNode {
  const name = partOf(spec, 'serviceAccountName') ?? scalarNode('default', spec)
  const account = accountOf(spec, find)
  const named = withEntries(spec, spec, { serviceAccountName: name, serviceAccount: name })
  return withToken(withPullSecrets(named, account), account)
}

/** Whether the token of a pod's ServiceAccount is mounted into every container that leaves room for it. */
export function mountsTokenOf(spec: Node, find: (name: string) => Maybe<ServiceAccount>): Maybe<boolean> {
  return mountsToken(spec, accountOf(spec, find))
}

function accountOf(spec: Node, find: (name: string) => Maybe<ServiceAccount>): Maybe<ServiceAccount> {
  const written = partOf(spec, 'serviceAccountName')
  if (written?.type === 'hole') return unknown(...written.gaps)
  return find(String(scalarAt(spec, 'serviceAccountName') ?? 'default'))
}

function withPullSecrets(spec: MapNode, account: Maybe<ServiceAccount>): MapNode {
  if (partOf(spec, 'imagePullSecrets')) return spec
  if (!account.known) return withEntries(spec, spec, { imagePullSecrets: holeNode(spec, ...account.gaps) })
  return withEntries(spec, spec, { imagePullSecrets: account.value.imagePullSecrets })
}

function withToken(spec: MapNode, account: Maybe<ServiceAccount>): MapNode {
  const mounts = mountsToken(spec, account)
  if (mounts.known && !mounts.value) return spec
  const volumes = partOf(spec, 'volumes')
  const written = volumes?.type === 'list' ? volumes.items : []
  const present = written.map((item) => scalarAt(item, 'name')).find((name) => String(name).startsWith(tokenPrefix))
  const name = typeof present === 'string' ? present : `${tokenPrefix}X`
  const changed = withEntries(
    spec,
    spec,
    eachContainer(spec, (one) => withMount(one, name, mounts)),
  )
  const needs = allOf([mounts, needsToken(spec)])
  if (present !== undefined || volumes?.type === 'hole' || isKnown(needs, false)) return changed
  const added = needs.known ? [...written, tokenVolume(name, spec)] : written
  const open = volumes?.type === 'list' ? volumes.open : undefined
  return withEntries(changed, spec, {
    volumes: listNode(volumes ?? spec, added, needs.known ? open : [...needs.gaps, ...(open ?? [])]),
  })
}

function mountsToken(spec: Node, account: Maybe<ServiceAccount>): Maybe<boolean> {
  const own = partOf(spec, 'automountServiceAccountToken')
  if (own) return flagOf(own)
  if (!account.known) return account
  const { automountServiceAccountToken: said } = account.value
  return said ? flagOf(said) : { known: true, value: true }
}

function flagOf(node: Node): Maybe<boolean> {
  if (node.type === 'hole') return { known: false, gaps: node.gaps }
  return { known: true, value: !(node.type === 'scalar' && node.value === false) }
}

/** Whether a container of the pod has nothing else where the token is mounted. */
function needsToken(spec: MapNode): Maybe<boolean> {
  return anyOf(['initContainers', 'containers'].flatMap((key) => itemsOf(spec, key)).map(needsMount))
}

function needsMount(container: Node): Maybe<boolean> {
  return not(anyOf(itemsOf(container, 'volumeMounts').map(isAtToken)))
}

/** What is known of a list, and a hole where there may be more. */
function itemsOf(node: Node, key: string): readonly Node[] {
  const list = partOf(node, key)
  if (list?.type === 'hole') return [list]
  return list?.type === 'list' ? [...list.items, ...(list.open ? [holeNode(list, ...list.open)] : [])] : []
}

function isAtToken(mount: Node): Maybe<boolean> {
  const path = partOf(mount, 'mountPath')
  if (path?.type === 'hole') return path.partial === undefined || mayBe(path.partial) ? unknown(...path.gaps) : no
  return known(path?.type === 'scalar' && path.value === tokenPath)
}

function withMount(container: MapNode, name: string, mounts: Maybe<boolean>): Node {
  const written = partOf(container, 'volumeMounts')
  const needs = allOf([mounts, needsMount(container)])
  if (written?.type === 'hole' || isKnown(needs, false)) return container
  const items = written?.type === 'list' ? written.items : []
  const mount = mapNode(container, { name, readOnly: true, mountPath: tokenPath })
  const open = written?.type === 'list' ? written.open : undefined
  return withEntries(container, container, {
    volumeMounts: needs.known
      ? listNode(written ?? container, [...items, mount], open)
      : listNode(written ?? container, items, [...needs.gaps, ...(open ?? [])]),
  })
}

/** Whether a path with a placeholder may be the token's: what is written before the placeholder tells. */
function mayBe(partial: string): boolean {
  const start = /^[A-Za-z0-9/._-]*/.exec(partial)?.[0] ?? ''
  return tokenPath.startsWith(start)
}

/** The service account's token, the cluster's certificate and the namespace (same file, TokenVolumeSource). */
function tokenVolume(name: string, origin: Node): Node {
  const part = (entries: Readonly<Record<string, Node | string | number>>): MapNode => mapNode(origin, entries)
  const list = (...items: readonly Node[]): Node => listNode(origin, items)
  const fieldRef = part({ apiVersion: 'v1', fieldPath: 'metadata.namespace' })
  const sources = list(
    part({ serviceAccountToken: part({ expirationSeconds: 3607, path: 'token' }) }),
    part({ configMap: part({ name: 'kube-root-ca.crt', items: list(part({ key: 'ca.crt', path: 'ca.crt' })) }) }),
    part({ downwardAPI: part({ items: list(part({ path: 'namespace', fieldRef })) }) }),
  )
  return part({ name, projected: part({ sources, defaultMode: 0o644 }) })
}
