import {
  type AdmittedPod,
  isKnown,
  type Kinds,
  known,
  type Maybe,
  type Resource,
  readSelector,
  type Selector,
  type Snapshot,
  type SourceLocation,
  sameNamespace,
  selectorMatches,
  showName,
  unknown,
} from '../../src/rule/index.ts'

type PeerAuthentication = Resource<Kinds['PeerAuthentication']>
type Policies = Pick<Snapshot<'PeerAuthentication'>, 'all' | 'complete'>

/** How a pod's sidecar takes connections to one port: PERMISSIVE where no policy says anything else. */
export interface TlsMode {
  readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE'
  /** The policy that says it; undefined for Istio's default. */
  readonly policy: PeerAuthentication | undefined
  readonly at: SourceLocation | undefined
}

/** Where Istio is installed: what stands here without a selector is for the whole mesh. */
const rootNamespace = 'istio-system'

/**
 * The mode for connections to a port of a pod. The policy that selects the pod counts before that of the namespace, and
 * that before the mesh's; a selector in the root namespace selects nothing; ports are told apart only beside a selector.
 * Source: Istio 1.31, pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication. Of two policies of one rank
 * the older counts, which files do not tell.
 */
export function tlsMode(pod: AdmittedPod, port: number | undefined, snapshot: Policies): Maybe<TlsMode> {
  const policies = rankedIn(snapshot)
  const ofMesh = { policies: policies.ofMesh, perhaps: [] }
  const ranks = [policiesOfPod(pod, policies), policiesOfNamespace(pod, policies), ofMesh]
  for (const [index, rank] of ranks.entries()) {
    const said = agreedMode(rank, index === 0 ? port : undefined)
    if (!said.known) return said
    if (said.value) return known(said.value)
  }
  if (snapshot.complete) return known({ mode: 'PERMISSIVE', policy: undefined, at: undefined })
  return unknown({
    what: `the PeerAuthentication that holds for ${pod.owner.kind} "${showName(pod.owner)}"`,
    hint: 'add it to the input, or say by --complete that there is none',
  })
}

interface Rank {
  readonly policies: readonly PeerAuthentication[]
  /** Policies that may be of this rank. */
  readonly perhaps: readonly PeerAuthentication[]
}

/** The policies of a unit by rank. */
interface Ranked {
  readonly selecting: readonly { readonly policy: PeerAuthentication; readonly selector: Selector }[]
  readonly ofNamespaces: readonly PeerAuthentication[]
  readonly ofMesh: readonly PeerAuthentication[]
}

const ranked = new WeakMap<Policies, Ranked>()

/** Every probe and port asks for them. */
function rankedIn(snapshot: Policies): Ranked {
  const before = ranked.get(snapshot)
  if (before) return before
  const all = snapshot.all('PeerAuthentication')
  const plain = all.filter((policy) => !hasSelector(policy))
  const found: Ranked = {
    selecting: all
      .filter((policy) => hasSelector(policy) && !isRoot(policy))
      .map((policy) => ({ policy, selector: readSelector(policy.view('spec', 'selector')) })),
    ofNamespaces: plain.filter((policy) => !isRoot(policy)),
    ofMesh: plain.filter(isRoot),
  }
  ranked.set(snapshot, found)
  return found
}

function policiesOfPod(pod: AdmittedPod, { selecting }: Ranked): Rank {
  const found: { policies: PeerAuthentication[]; perhaps: PeerAuthentication[] } = { policies: [], perhaps: [] }
  for (const { policy, selector } of selecting) {
    if (!isBeside(policy, pod)) continue
    const matches = selectorMatches(selector, pod.labels)
    if (!matches.known) found.perhaps.push(policy)
    else if (matches.value) found.policies.push(policy)
  }
  return found
}

function policiesOfNamespace(pod: AdmittedPod, { ofNamespaces }: Ranked): Rank {
  return { policies: ofNamespaces.filter((one) => isBeside(one, pod)), perhaps: [] }
}

function hasSelector(policy: PeerAuthentication): boolean {
  const { items, gaps } = policy.entries('spec', 'selector', 'matchLabels')
  return items.length + gaps.length > 0
}

function isRoot({ namespace }: PeerAuthentication): boolean {
  return namespace?.known === true && namespace.value === rootNamespace
}

function isBeside(policy: PeerAuthentication, { owner }: AdmittedPod): boolean {
  return policy.namespace && owner.namespace ? isKnown(sameNamespace(policy.namespace, owner.namespace), true) : false
}

/** What the policies of one rank say; a known undefined where they leave it to the next. */
function agreedMode({ policies, perhaps }: Rank, port: number | undefined): Maybe<TlsMode | undefined> {
  const said = [...policies, ...perhaps].map((policy) => modeIn(policy, port))
  for (const one of said) if (!one.known) return one
  const modes = said.map((one) => (one.known ? one.value : undefined))
  const [first] = modes
  if (modes.some((one) => one?.mode !== first?.mode) || (perhaps.length > 0 && first)) {
    const names = [...new Set([...policies, ...perhaps].map((policy) => `"${showName(policy)}"`))]
    const listed = names.length > 3 ? `${names.slice(0, 3).join(', ')} or another` : names.join(' or ')
    return unknown({ what: `which PeerAuthentication counts, ${listed}`, hint: 'leave one of them' })
  }
  return known(first)
}

function modeIn(policy: PeerAuthentication, port: number | undefined): Maybe<TlsMode | undefined> {
  const places = port === undefined ? [] : [['spec', 'portLevelMtls', String(port), 'mode'] as const]
  for (const place of [...places, ['spec', 'mtls', 'mode'] as const]) {
    const mode = policy.raw(...place)
    if (!mode.known) return mode
    const { value } = mode
    if (value === 'STRICT' || value === 'PERMISSIVE' || value === 'DISABLE')
      return known({ mode: value, policy, at: policy.at(place) })
  }
  return known(undefined)
}
