import { isKnown, known, type Maybe, mapMaybe, thenMaybe, type Unknown, unknown } from '../base/maybe.ts'
import { type Label, type Labels, labelValue, withLabels } from '../kube/labels.ts'
import type { WrittenPod } from '../kube/pods-of-workload.ts'
import { type Resource, showName } from '../kube/resource.ts'

const tlsMode = 'security.istio.io/tlsMode'
const canonicalName = 'service.istio.io/canonical-name'
const canonicalRevision = 'service.istio.io/canonical-revision'

/** The labels that an injector adds, or changes where they are empty. */
export const addedLabels: readonly string[] = [tlsMode, canonicalName, canonicalRevision]

/**
 * The labels of a pod as stored once the injector acted: those that the template of Istio's chart adds
 * (manifests/charts/istio-control/istio-discovery/files/injection-template.yaml, Istio 1.31), a pod's own first.
 */
function injectedLabels(pod: WrittenPod, owner: Resource): Labels {
  const own = (key: string): Maybe<string | undefined> => labelValue(pod.labels, key)
  const name = firstText(own(canonicalName), own('app.kubernetes.io/name'), own('app'), workloadName(pod, owner))
  const revision = firstText(own(canonicalRevision), own('app.kubernetes.io/version'), own('version'), known('latest'))
  return withLabels(pod.labels, [
    [tlsMode, { value: firstText(own(tlsMode), known('istio')) }],
    [canonicalName, { value: mapMaybe(name, shortened) }],
    [canonicalRevision, { value: revision }],
  ])
}

/** The labels while nobody can tell whether the injector acts: what it would add or change is unknown. */
function undecidedLabels(pod: WrittenPod, missing: Unknown): Labels {
  const changed: (readonly [string, Label])[] = []
  for (const key of addedLabels) {
    const before = pod.labels.known.get(key)
    if (!before) changed.push([key, { value: missing, perhaps: true }])
    else if (isKnown(before.value, '')) changed.push([key, { value: missing }])
  }
  return withLabels(pod.labels, changed)
}

/** The first text that is there and not empty: the template's `default`. */
function firstText(...texts: readonly Maybe<string | undefined>[]): Maybe<string> {
  for (const value of texts) {
    if (!value.known) return value
    if (value.value) return known(value.value)
  }
  return known('')
}

/** The template's `trunc 63 | trimSuffix "-"`. */
function shortened(name: string): string {
  return name.slice(0, 63).replace(/-$/, '')
}

/** What the controllers of Jobs append to a CronJob's name. */
const jobTime = /^(.+)-\d{8,10}$/s

/**
 * The workload that istiod takes a pod to be of, by its name: pkg/kube/util.go, GetDeployMetaFromPod, Istio 1.31. A
 * Deployment is found through its ReplicaSet, a CronJob through its Job, both by what their controllers append to the
 * name.
 */
function workloadName(pod: WrittenPod, owner: Resource): Maybe<string> {
  const { name } = owner
  switch (owner.kindName) {
    case 'Pod':
      return name.known ? name : mapMaybe(pod.body.get('metadata', 'name'), (text) => text ?? '')
    case 'Job':
      return mapMaybe(name, (text) => jobTime.exec(text)?.[1] ?? text)
    case 'ReplicaSet':
      return thenMaybe(name, (text) => withoutHash(text, pod.labels))
    case 'ReplicationController':
      return firstText(labelValue(pod.labels, 'deploymentconfig'), name)
    case 'CustomWorkload':
      return isFoundByName.has(owner.kind) ? name : unknown(ownerGap(owner))
    default:
      return name
  }
}

/** Custom workloads that istiod knows by the labels which their controllers set. */
const isFoundByName: ReadonlySet<string> = new Set(['Rollout', 'DeploymentConfig'])

function ownerGap(owner: Resource): { readonly what: string; readonly hint: string } {
  return {
    what: `which object the controller of ${owner.kind} "${showName(owner)}" makes its pods by`,
    hint: 'write the label "service.istio.io/canonical-name" on the pods',
  }
}

function withoutHash(name: string, labels: Labels): Maybe<string> {
  for (const key of ['pod-template-hash', 'rollouts-pod-template-hash']) {
    const hash = labelValue(labels, key)
    if (!hash.known) return hash
    if (hash.value && name.endsWith(hash.value))
      return known(name.endsWith(`-${hash.value}`) ? name.slice(0, -hash.value.length - 1) : name)
  }
  return known(name)
}

/** The labels of a pod as stored, as far as it is known whether it is injected. */
export function storedLabels(injected: Maybe<boolean>, pod: WrittenPod, owner: Resource): Labels {
  if (!injected.known) return undecidedLabels(pod, injected)
  return injected.value ? injectedLabels(pod, owner) : pod.labels
}
