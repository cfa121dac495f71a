import type { Host } from '../base/host.ts'
import { compareLocations, compareText } from '../base/order.ts'
import { type Problem, severities, type Undecided } from '../rule/problem.ts'
import type { AnyRule } from '../rule/rule.ts'
import type { Counts, LintResult } from './lint-result.ts'
import type { Request } from './request.ts'
import { runRules } from './run-rules.ts'
import { selectRules } from './select-rules.ts'
import { simulateUnits, timedBy } from './simulate-units.ts'
import { suppress, type Written } from './suppress.ts'

/** Lints: reads the projects around the paths, simulates every unit, runs the rules, and reports what is in the paths. */
export function lint(request: Request, rules: readonly AnyRule[], host: Host): LintResult {
  const timings = new Map<string, number>()
  const timed = timedBy(request.clock, timings)
  const { selected, failures: unknownNames } = selectRules(rules, request)
  const input = simulateUnits(request, host, timed)
  const findings = input.units.map((unit) => runRules(selected, unit, request.severities, timed))

  const written = input.units.map(({ snapshot, reports }) => ({
    files: snapshot.unit.files.filter(({ file }) => reports(file)),
    resources: snapshot.unit.resources.filter(({ file }) => reports(file)),
  }))
  const found = findings.flatMap((one) => one.problems)
  const { open, suppressed } = suppress(found, written, { known: rules, ran: selected, severities: request.severities })
  const problems = [...open, ...(request.showSuppressed ? suppressed : [])].sort(compareProblems)
  const undecided = findings.flatMap((one) => one.undecided).sort(compareUndecided)

  return {
    problems: distinctFingerprints(problems),
    undecided,
    failures: [...unknownNames, ...input.failures, ...findings.flatMap((one) => one.failures)],
    workloads: input.units.flatMap(({ pods, reports }) => pods.filter(({ owner }) => reports(owner.file))),
    counts: countsOf(written, selected.length, open, undecided.length, suppressed.length),
    rules: selected,
    notices: input.notices,
    skipped: input.projects.flatMap((project) => project.skipped),
    uncomposed: input.projects.reduce((sum, project) => sum + project.uncomposed, 0),
    timings,
  }
}

function countsOf(
  written: readonly Written[],
  rules: number,
  open: readonly Problem[],
  undecided: number,
  suppressed: number,
): Counts {
  const of = (severity: Problem['severity']): number => open.filter((problem) => problem.severity === severity).length
  return {
    resources: written.reduce((sum, { resources }) => sum + resources.length, 0),
    files: written.reduce((sum, { files }) => sum + files.length, 0),
    rules,
    errors: of('error'),
    warnings: of('warning'),
    infos: of('info'),
    undecided,
    suppressed,
  }
}

function compareProblems(a: Problem, b: Problem): number {
  return (
    compareLocations(a.at, b.at) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  )
}

function compareUndecided(a: Undecided, b: Undecided): number {
  return compareLocations(a.at, b.at) || compareText(a.rule, b.rule)
}

/** Two findings with the same words in one object are told apart by their order. */
function distinctFingerprints(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, number>()
  return problems.map((problem) => {
    const count = (seen.get(problem.fingerprint) ?? 0) + 1
    seen.set(problem.fingerprint, count)
    return count === 1 ? problem : { ...problem, fingerprint: `${problem.fingerprint}:${count}` }
  })
}
