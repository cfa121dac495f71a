import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import { compareText } from '../base/order.ts'
import { type ProjectPlan, planProjects } from './arguments.ts'
import { type Chosen, chooseFiles, stdinName } from './choose-files.ts'
import { excludedBy } from './git-ignore.ts'
import { readMarks } from './marks.ts'
import { isWithin, relativePath } from './paths.ts'
import { plainUnit, readPlainFile } from './plain.ts'
import type { ReadRequest } from './read-request.ts'
import type { Project, Skipped } from './unit.ts'
import { type Walk, walk } from './walk.ts'

const nothingWalked: Walk = { files: [], charts: new Set(), kustomizations: [], failures: [], skipped: [] }

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
  const chosen = chooseFiles(plan, walked, marks, request, host)
  const manifests = chosen.files.map((file) => readPlainFile(file, request.composeAll, host))
  const unit = plainUnit(manifests, request.namespace)
  const found = manifests.flatMap((manifest) => manifest.failures)
  return {
    root: plan.root,
    units: unit.resources.length > 0 || unit.files.length > 0 ? [unit] : [],
    reported: reportedOf(plan, walked, host),
    failures: [...walked.failures, ...marks.failures, ...found],
    skipped: [...walked.skipped, ...chosen.skipped, ...manifests.flatMap((manifest) => manifest.skipped)].sort(byPath),
    notices: chartNotices(chosen),
    uncomposed: manifests.reduce((sum, manifest) => sum + manifest.uncomposed, 0),
  }
}

function byPath(a: Skipped, b: Skipped): number {
  return compareText(a.path, b.path)
}

/** The files that the targets choose, by the paths they are called by. */
function reportedOf({ targets }: ProjectPlan, walked: Walk, host: Host): Set<string> {
  const paths = new Set<string>()
  const files = [...walked.files, ...walked.kustomizations]
  const read = new Set(files)
  for (const target of targets) {
    if (target.type === 'directory') {
      for (const path of files) if (isWithin(target.path, path)) paths.add(relativePath(host.cwd, path))
    } else if (target.type === 'stdin') paths.add(stdinName)
    else if (target.type === 'file' || read.has(target.path)) paths.add(relativePath(host.cwd, target.path))
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
