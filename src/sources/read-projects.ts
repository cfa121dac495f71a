import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import { compareText } from '../base/order.ts'
import { type ProjectPlan, planProjects } from './arguments.ts'
import { type Chosen, chooseFiles, stdinName } from './choose-files.ts'
import { findPrograms } from './find-programs.ts'
import { excludedBy } from './git-ignore.ts'
import { type Marks, readMarks } from './marks.ts'
import { isWithin, relativePath, resolvePath } from './paths.ts'
import { plainUnit, readPlainFile } from './plain.ts'
import { isProgramName } from './program-files.ts'
import { type ReadProgram, readPrograms } from './program-units.ts'
import type { ReadRequest } from './read-request.ts'
import type { Project, Skipped } from './unit.ts'
import { type Walk, walk } from './walk.ts'

const nothingWalked: Walk = { files: [], scripts: [], charts: new Set(), kustomizations: [], failures: [], skipped: [] }

/** Reads what the arguments ask for: one project for each root, in order of their first mention. */
export function readProjects(request: ReadRequest, host: Host): readonly Project[] {
  const plans = planProjects(request, host)
  const projects = plans.projects.map((plan) => readProject(plan, request, host))
  const failures = [...plans.failures, ...unmatched(plans.projects, projects, host)]
  return projects.map((project, index) => {
    return index === 0 ? { ...project, failures: [...failures, ...project.failures] } : project
  })
}

function readProject(plan: ProjectPlan, request: ReadRequest, host: Host): Project {
  const walked = plan.isWhole ? walk(host, plan.root, excludedBy(request.exclude, host.cwd)) : nothingWalked
  const marks = readMarks(host, plan.root, walked)
  const found = findPrograms(plan, walked, host)
  const programs = readPrograms(found.programs, plan.root, request, host)
  const chosen = chooseFiles(withoutPrograms(plan), walked, withPrograms(marks, programs, host), request, host)
  const manifests = chosen.files.map((file) => readPlainFile(file, request.composeAll, host))
  const unit = plainUnit(manifests, request.namespace)
  return {
    root: plan.root,
    units: [
      ...(unit.resources.length > 0 || unit.files.length > 0 ? [unit] : []),
      ...programs.flatMap(({ units }) => units),
    ],
    reported: reportedOf(plan, walked, programs, host),
    failures: [
      ...[...walked.failures, ...marks.failures, ...found.failures],
      ...[...manifests, ...programs].flatMap(({ failures }) => failures),
      ...programless(plan, programs, host),
    ],
    skipped: [
      ...[...walked.skipped, ...found.skipped, ...chosen.skipped],
      ...[...manifests, ...programs].flatMap(({ skipped }) => skipped),
    ].sort(byPath),
    notices: chartNotices(chosen),
    uncomposed: manifests.reduce((sum, manifest) => sum + manifest.uncomposed, 0),
  }
}

/** Programs that are named are no manifests. */
function withoutPrograms(plan: ProjectPlan): ProjectPlan {
  return { ...plan, targets: plan.targets.filter((target) => target.type !== 'file' || !isProgramName(target.path)) }
}

/** Files that a program reads or writes are no plain manifests beside it. */
function withPrograms(marks: Marks, programs: readonly ReadProgram[], host: Host): Marks {
  const read = programs.filter(({ units }) => units.some(({ resources }) => resources.length > 0))
  if (read.length === 0) return marks
  const reasonFor = (path: string): string | undefined => {
    const shown = relativePath(host.cwd, path)
    for (const { program, written } of read) {
      const { entry, output, directory } = program
      const name = relativePath(host.cwd, entry)
      if (written.has(shown)) return `included by the CDK8s program ${name}`
      if (output !== directory && isWithin(output, path)) return `in the output of the CDK8s program ${name}`
    }
    return marks.reasonFor(path)
  }
  return { ...marks, reasonFor }
}

/** The files that were named as programs and are a part of none. */
function programless({ targets }: ProjectPlan, programs: readonly ReadProgram[], host: Host): Failure[] {
  return targets.flatMap((target) => {
    if (target.type !== 'file' || !isProgramName(target.path)) return []
    const path = relativePath(host.cwd, target.path)
    if (programs.some(({ files, program }) => files.has(path) || program.entry === target.path)) return []
    const message = `"${path}" is no CDK8s program, nor a part of one that was found.`
    return [{ stage: 'read' as const, message, path }]
  })
}

function byPath(a: Skipped, b: Skipped): number {
  return compareText(a.path, b.path)
}

/** The files that the targets choose, by the paths they are called by. */
function reportedOf({ targets }: ProjectPlan, walked: Walk, programs: readonly ReadProgram[], host: Host): Set<string> {
  const paths = new Set<string>()
  const files = [...walked.files, ...walked.kustomizations]
  const read = new Set(files)
  const parts = programs.flatMap((one) => [...one.files])
  const entries = new Map(programs.map((one) => [one.program.entry, one]))
  for (const target of targets) {
    if (target.type === 'directory') {
      for (const path of files) if (isWithin(target.path, path)) paths.add(relativePath(host.cwd, path))
      for (const path of parts) if (isWithin(target.path, resolvePath(host.cwd, path))) paths.add(path)
    } else if (target.type === 'stdin') paths.add(stdinName)
    else if (target.type === 'file' || read.has(target.path)) paths.add(relativePath(host.cwd, target.path))
    // The program as a whole is meant, with all that its first file brings in.
    const program = target.type === 'file' ? entries.get(target.path) : undefined
    for (const path of program?.files ?? []) paths.add(path)
  }
  return paths
}

/** The globs that find files of which none is read. */
function unmatched(plans: readonly ProjectPlan[], projects: readonly Project[], host: Host): Failure[] {
  const isRead = new Map<string, boolean>()
  for (const target of plans.flatMap(({ targets }) => targets)) {
    if (target.type !== 'glob') continue
    const path = relativePath(host.cwd, target.path)
    const found = projects.some(({ reported }) => reported.has(path))
    isRead.set(target.pattern, found || isRead.get(target.pattern) === true)
  }
  return [...isRead].flatMap(([pattern, found]) => {
    const message = `All files that match "${pattern}" are excluded or ignored by git.`
    return found ? [] : [{ stage: 'read' as const, message, path: pattern }]
  })
}

function chartNotices({ charts }: Chosen): string[] {
  if (charts.size === 0) return []
  if (charts.size === 1) return ['1 Helm chart is not rendered yet; its templates were skipped']
  return [`${charts.size} Helm charts are not rendered yet; their templates were skipped`]
}
