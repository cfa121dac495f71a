import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import type { AdmittedPod } from '../injection/admitted-pod.ts'
import type { Skipped } from '../sources/unit.ts'
import type { Request } from './request.ts'
import { simulateUnits, timedBy } from './simulate-units.ts'

export interface WhyResult {
  /** Every workload of the reported files, in order of units, files and documents. */
  readonly pods: readonly AdmittedPod[]
  readonly failures: readonly Failure[]
  readonly notices: readonly string[]
  readonly skipped: readonly Skipped[]
}

/** The fate of every workload that a request reads, without any rule. */
export function why(request: Request, host: Host): WhyResult {
  const input = simulateUnits(request, host, timedBy(undefined, new Map()))
  return {
    pods: input.units.flatMap(({ pods, reports }) => pods.filter(({ owner }) => reports(owner.file))),
    failures: input.failures,
    notices: input.notices,
    skipped: input.projects.flatMap((project) => project.skipped),
  }
}
