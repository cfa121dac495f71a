import { webhooksOf } from '../admission/webhooks.ts'
import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import { sidecarOf } from '../injection/sidecar-of.ts'
import { simulate } from '../injection/simulate.ts'
import { versionNotices } from '../injection/version-notices.ts'
import { makeMesh } from '../mesh/make-mesh.ts'
import type { Mesh } from '../mesh/mesh.ts'
import { makeSnapshot } from '../snapshot/make-snapshot.ts'
import { readProjects } from '../sources/read-projects.ts'
import type { Project, Unit } from '../sources/unit.ts'
import type { Request } from './request.ts'
import type { SimulatedUnit } from './run-rules.ts'

/** All that a request reads, unit by unit, before any rule. */
export interface Input {
  readonly projects: readonly Project[]
  readonly units: readonly SimulatedUnit[]
  readonly failures: readonly Failure[]
  readonly notices: readonly string[]
}

/** Measures work by name; without a clock it only does the work. */
export type Timed = <T>(name: string, work: () => T) => T

/** Reads and simulates everything around the paths of a request. */
export function simulateUnits(request: Request, host: Host, timed: Timed): Input {
  const projects = timed('read', () => readProjects(request, host))
  const units = projects.flatMap((project) =>
    project.units.map((unit) => simulateUnit(unit, project.reported, request, timed)),
  )
  const snapshots = units.map(({ snapshot }) => snapshot)
  return {
    projects,
    units,
    failures: projects.flatMap((project) => project.failures),
    notices: [...projects.flatMap((project) => project.notices), ...versionNotices(snapshots, request.istioVersion)],
  }
}

function simulateUnit(unit: Unit, reported: ReadonlySet<string>, request: Request, timed: Timed): SimulatedUnit {
  const snapshot = timed('snapshot', () => makeSnapshot(unit, { complete: request.complete }))
  const pods = timed('simulate', () => simulate(snapshot, request.installed, request.istioVersion))
  let mesh: Mesh | undefined
  return {
    snapshot,
    pods,
    get mesh() {
      mesh ??= timed('mesh', () => makeMesh(snapshot, pods))
      return mesh
    },
    injectors: webhooksOf(snapshot, request.installed).filter((webhook) => webhook.revision !== undefined),
    istioVersion: request.istioVersion,
    sidecarOf: (pod) => sidecarOf(pod, snapshot, request.installed, request.istioVersion),
    reports: (file) => reported.has(file.path),
  }
}

/** A `Timed` that adds up milliseconds by name in `timings`. */
export function timedBy(clock: (() => number) | undefined, timings: Map<string, number>): Timed {
  if (!clock) return (_, work) => work()
  return (name, work) => {
    const start = clock()
    const result = work()
    timings.set(name, (timings.get(name) ?? 0) + clock() - start)
    return result
  }
}
