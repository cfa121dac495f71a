import type { Webhook } from '../admission/webhook.ts'
import type { Gap, Unknown } from '../base/maybe.ts'
import type { SourceLocation } from '../base/source-file.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import type { KindName, Kinds } from '../istio/known-kinds.ts'
import type { AnyResource, Resource } from '../kube/resource.ts'
import type { Mesh } from '../mesh/mesh.ts'
import type { SidecarTraits } from '../sidecar/sidecar-traits.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import type { ReadFile } from '../sources/unit.ts'
import type { Related, Severity, Topic } from './problem.ts'

/** Message key → template; `{name}` stands for a value that the report must give. */
export type Messages = Readonly<Record<string, string>>

type Placeholders<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

/** What a rule looks at one by one: every object of a kind, every workload, the unit as a whole, every file. */
export type Each = KindName | 'workload' | 'unit' | 'file'

export type Subject<E extends Each, K extends KindName> = E extends 'workload'
  ? AdmittedPod
  : E extends 'unit'
    ? Snapshot<K>
    : E extends 'file'
      ? ReadFile
      : E extends KindName
        ? Resource<Kinds[E]>
        : never

interface ReportBase {
  /** The object that the problem is of; absent for problems of a file's text. */
  readonly on?: AnyResource | undefined
  /** Where: a key or a value, never a whole object. */
  readonly at: SourceLocation
  readonly related?: readonly Related[]
  /** Another severity than the rule's, where this case is less (or more) sure or bad. */
  readonly severity?: Severity
  /** The pod whose trail the problem cites. */
  readonly pod?: AdmittedPod | undefined
  /** What to do in this very case, in place of the rule's `fix`. */
  readonly fix?: string
}

/** One report: the message key and the values of its placeholders; of several possible keys, those of all. */
export type Report<M extends Messages, Key extends keyof M & string = keyof M & string> = ReportBase & {
  readonly message: Key
} & ([Placeholders<M[Key]>] extends [never]
    ? { readonly data?: undefined }
    : { readonly data: Readonly<Record<Placeholders<M[Key]>, string | number>> })

/** Any report, as the engine sees it. */
export type AnyReport = ReportBase & {
  readonly message: string
  readonly data?: Readonly<Record<string, string | number>> | undefined
}

export interface RuleContext<K extends KindName, M extends Messages> {
  readonly snapshot: Snapshot<K>
  /** Every workload of the unit with its pods' fate. */
  readonly pods: readonly AdmittedPod[]
  /** The pods of a workload object. */
  podsOf(workload: AnyResource): AdmittedPod | undefined
  /** How the sidecar is set that a pod gets, or would get. */
  sidecarOf(pod: AdmittedPod): SidecarTraits
  readonly mesh: Mesh
  /** The webhooks by which Istio injects: the input's, else those that are assumed to be installed. */
  readonly injectors: readonly Webhook[]
  /** The version of Istio that is asked for: `1.31`. */
  readonly istioVersion: string
  report<Key extends keyof M & string>(problem: Report<M, Key>): void
  /** "I could not tell, and this is what is missing." Counted, listed on demand, never an error. */
  cannotTell(on: AnyResource, missing: Unknown | readonly Gap[]): void
}

/** An example of a rule: its test and its documentation. */
export interface Example {
  readonly title: string
  /** The files of a small project by name, or the text of its one file. A line ending in `#! key` expects exactly that problem there. */
  readonly files: string | Readonly<Record<string, string>>
  /** Command-line options that the example needs: `--complete`, `--revision=canary`. */
  readonly options?: readonly string[]
  /** How many checks of this rule stay undecided; 0 when left out. */
  readonly undecided?: number
}

/** One rule: metadata, messages, examples and check in one value of one file. */
export interface Rule<K extends KindName = KindName, M extends Messages = Messages, E extends Each = Each> {
  /** kebab-case, subject first, names the defect. */
  readonly id: string
  readonly topic: Topic
  /** One line without a full stop, at most 80 characters. */
  readonly summary: string
  /** What breaks in the cluster if it is ignored. */
  readonly why: string
  /** What to do about it. */
  readonly fix: string
  readonly severity: Severity
  readonly since: string
  readonly references: readonly `https://${string}`[]
  /** Codes of other tools that mean the same finding. */
  readonly aliases?: readonly string[]
  readonly each: E
  /** The kinds that `snapshot` shows it, beside the one in `each`. */
  readonly needs: readonly K[]
  readonly messages: M
  readonly examples: { readonly good: readonly Example[]; readonly bad: readonly Example[] }
  check(subject: Subject<E, K>, context: RuleContext<K, M>): void
}

/** Types a rule: a missing placeholder, an unknown message or an undeclared kind does not compile. */
export function defineRule<const K extends KindName, const M extends Messages, const E extends Each>(
  rule: Rule<K, M, E>,
): Rule<K, M, E> {
  return rule
}

/** Any rule, as the engine sees it. */
export type AnyRule = Omit<Rule, 'check' | 'each' | 'needs'> & {
  readonly each: Each
  readonly needs: readonly KindName[]
  check(subject: never, context: never): void
}
