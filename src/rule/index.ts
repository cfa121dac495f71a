/** The one door that rules may use. */
export { webhookProblems } from '../admission/validate-webhooks.ts'
export type { Webhook, WebhookMatch } from '../admission/webhook.ts'
export type { Gap, Maybe, Unknown } from '../base/maybe.ts'
export {
  absent,
  allOf,
  anyOf,
  isKnown,
  known,
  mapMaybe,
  no,
  not,
  thenMaybe,
  unknown,
  unknownFrom,
  yes,
} from '../base/maybe.ts'
export { nearestNames } from '../base/nearest.ts'
export { compareText, groupBy } from '../base/order.ts'
export type { SourceLocation } from '../base/source-file.ts'
export { entryOf, keyLocation, locationOf, nodeAt, textAt } from '../base/tree.ts'
export type { Remark } from '../cdk8s/interpret-program.ts'
export type { AdmittedPod, PodOutcome, TrailStep } from '../injection/admitted-pod.ts'
export { type UnknownField, unknownConfigFields } from '../istio/config-fields.ts'
export { isIstioContainer, istioRole } from '../istio/istio-components.ts'
export type { IstioKey } from '../istio/istio-key.ts'
export { configFieldOf, isIstioKey, istioKey, prefixOf, resemblingKeys, slipOf } from '../istio/istio-keys.ts'
export type { KindName, Kinds } from '../istio/known-kinds.ts'
export { isAlwaysReserved, type ReservedPort, reservedPort } from '../istio/reserved-ports.ts'
export { readSelector, type Selector, selectorMatches } from '../kube/label-selector.ts'
export { type Labels, labelPlace, labelsOf, labelValue } from '../kube/labels.ts'
export { mentionsIn } from '../kube/mentions.ts'
export { type MetadataEntry, metadataEntries } from '../kube/metadata-entries.ts'
export { nonStringEntries } from '../kube/non-string-entries.ts'
export type { Container, Handler, Pod, PodSpec } from '../kube/pod.ts'
export { fieldErrorText } from '../kube/pod-validation/field-error.ts'
export { templateErrors } from '../kube/pod-validation/template-errors.ts'
export { requirementMatches } from '../kube/requirement.ts'
export {
  type AnyResource,
  namespaceKey,
  type Resource,
  sameNamespace,
  showName,
  showNamespace,
} from '../kube/resource.ts'
export type { View } from '../kube/view.ts'
export { podTemplateOf } from '../kube/workload.ts'
export type { HostTarget, Mesh } from '../mesh/mesh.ts'
export type { SidecarTraits, TrafficList } from '../sidecar/sidecar-traits.ts'
export type { Snapshot } from '../snapshot/snapshot.ts'
export type { ReadFile } from '../sources/unit.ts'
export type { Related, Severity } from './problem.ts'
export { type AnyRule, defineRule, type Report, type RuleContext } from './rule.ts'
