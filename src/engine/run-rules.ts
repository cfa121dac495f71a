import type { Webhook } from '../admission/webhook.ts'
import type { Failure } from '../base/failure.ts'
import type { Gap, Unknown } from '../base/maybe.ts'
import type { SourceFile } from '../base/source-file.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import type { AnyResource } from '../kube/resource.ts'
import type { Mesh } from '../mesh/mesh.ts'
import type { Problem, Severity, Undecided } from '../rule/problem.ts'
import type { AnyReport, AnyRule } from '../rule/rule.ts'
import type { SidecarTraits } from '../sidecar/sidecar-traits.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { problemOf, resourceName } from './problem-of.ts'
import { restsOn } from './rests-on.ts'

/** One unit, simulated: what the rules look at. */
export interface SimulatedUnit {
  readonly snapshot: Snapshot
  readonly pods: readonly AdmittedPod[]
  /** Made when the first rule asks for it. */
  readonly mesh: Mesh
  /** The webhooks by which Istio injects. */
  readonly injectors: readonly Webhook[]
  /** The version of Istio that is asked for. */
  readonly istioVersion: string
  /** How the sidecar of a pod is set. */
  sidecarOf(pod: AdmittedPod): SidecarTraits
  /** Whether what stands in a file is reported: the whole unit is read, the paths of the request choose. */
  reports(file: SourceFile): boolean
}

export interface Findings {
  readonly problems: Problem[]
  readonly undecided: Undecided[]
  readonly failures: Failure[]
}

/** Runs every rule over one unit. A rule that throws is a failure, and the others run on. */
export function runRules(
  rules: readonly AnyRule[],
  unit: SimulatedUnit,
  severities: ReadonlyMap<string, Severity | 'off'>,
  timed: <T>(name: string, work: () => T) => T,
): Findings {
  const findings: Findings = { problems: [], undecided: [], failures: [] }
  const byOwner = new Map(unit.pods.map((pod) => [pod.owner, pod]))
  const whyUnsure = restsOn(unit.snapshot.unit.resources)
  for (const rule of rules) {
    const context = contextOf(rule, unit, { byOwner, whyUnsure }, severities.get(rule.id), findings)
    timed(`rule ${rule.id}`, () => {
      for (const subject of subjectsOf(rule, unit)) {
        try {
          // Each rule is typed by `defineRule`; here all of them are one list.
          rule.check(subject as never, context as never)
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error)
          findings.failures.push({ stage: 'rule', message: `Rule ${rule.id} broke: ${reason}. Please report it.` })
          break
        }
      }
    })
  }
  return findings
}

function subjectsOf(rule: AnyRule, unit: SimulatedUnit): readonly unknown[] {
  switch (rule.each) {
    case 'workload':
      return unit.pods
    case 'unit':
      return [unit.snapshot]
    case 'file':
      return unit.snapshot.unit.files
    default:
      return unit.snapshot.all(rule.each)
  }
}

/** What is looked up for every rule of a unit. */
interface Looking {
  readonly byOwner: ReadonlyMap<AnyResource, AdmittedPod>
  /** Why a report may not hold. */
  readonly whyUnsure: ReturnType<typeof restsOn>
}

function contextOf(
  rule: AnyRule,
  unit: SimulatedUnit,
  { byOwner, whyUnsure }: Looking,
  override: Severity | 'off' | undefined,
  findings: Findings,
): unknown {
  const seen = new Set<string>()
  const cannotTell = (on: AnyResource, missing: Unknown | readonly Gap[]): void => {
    const gaps = 'gaps' in missing ? missing.gaps : missing
    const key = `${on.file.path} ${on.id} ${gaps.map((gap) => gap.what).join()}`
    const at = on.at(['metadata', 'name'])
    if (!seen.has(key) && unit.reports(on.file))
      findings.undecided.push({ rule: rule.id, resource: resourceName(on), at, missing: gaps })
    seen.add(key)
  }
  return {
    snapshot: unit.snapshot,
    pods: unit.pods,
    injectors: unit.injectors,
    istioVersion: unit.istioVersion,
    podsOf: (workload: AnyResource) => byOwner.get(workload),
    sidecarOf: unit.sidecarOf,
    get mesh() {
      return unit.mesh
    },
    report: (report: AnyReport) => {
      const gaps = report.on ? whyUnsure(report) : []
      if (report.on && gaps.length > 0) return cannotTell(report.on, gaps)
      const problem = problemOf(rule, report, override === 'off' ? undefined : override)
      // The same sentence at the same place, reached from two alternatives, is one problem.
      const key = `${problem.at.file.path} ${problem.at.span.start} ${problem.message}`
      if (!seen.has(key) && unit.reports(problem.at.file)) findings.problems.push(problem)
      seen.add(key)
    },
    cannotTell,
  }
}
