import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import { readProjects } from '../sources/read-projects.ts'
import type { Skipped, Unit } from '../sources/unit.ts'
import type { Request } from './request.ts'

export interface ResourcesResult {
  /** The units with only the resources of the reported files; units without any are left out. */
  readonly units: readonly Unit[]
  readonly failures: readonly Failure[]
  readonly notices: readonly string[]
  readonly skipped: readonly Skipped[]
}

/** What a request reads, every document composed. */
export function readResources(request: Request, host: Host): ResourcesResult {
  const projects = readProjects({ ...request, composeAll: true }, host)
  const units = projects.flatMap((project) =>
    project.units.map((unit) => ({
      ...unit,
      resources: unit.resources.filter((resource) => project.reported.has(resource.file.path)),
    })),
  )
  return {
    units: units.filter((unit) => unit.resources.length > 0),
    failures: projects.flatMap((project) => project.failures),
    notices: projects.flatMap((project) => project.notices),
    skipped: projects.flatMap((project) => project.skipped),
  }
}
