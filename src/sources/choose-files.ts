import type { Host } from '../base/host.ts'
import { compareText } from '../base/order.ts'
import type { ProjectPlan } from './arguments.ts'
import { excludedBy } from './git-ignore.ts'
import type { Marks } from './marks.ts'
import { baseName, join, relativePath, resolvePath } from './paths.ts'
import type { PlainFile } from './plain.ts'
import { readStart } from './read-file.ts'
import type { ReadRequest } from './read-request.ts'
import type { Skipped } from './unit.ts'
import { kustomizationNames, type Walk } from './walk.ts'

/** How stdin is called that stands in for no file. */
export const stdinName = '<stdin>'

/** What is read as plain manifests, in order of paths, and what is not. */
export interface Chosen {
  readonly files: readonly PlainFile[]
  readonly skipped: readonly Skipped[]
  /** The charts with a template among the files. */
  readonly charts: ReadonlySet<string>
}

/** Chooses among the files below a root and those that were named. */
export function chooseFiles(plan: ProjectPlan, walked: Walk, marks: Marks, request: ReadRequest, host: Host): Chosen {
  const isExcluded = excludedBy(request.exclude, host.cwd)
  const named = new Set(plan.targets.flatMap((target) => (target.type === 'file' ? [target.path] : [])))
  const stdinPath = request.stdinFilename === undefined ? undefined : resolvePath(host.cwd, request.stdinFilename)
  const paths = new Set([...withoutTwins(walked.files, named, plan.root, host), ...walked.kustomizations, ...named])
  const files: PlainFile[] = []
  const skipped: Skipped[] = []
  const charts = new Set<string>()
  for (const path of paths) {
    const isNamed = named.has(path)
    const content = path === stdinPath && request.paths.includes('-') ? request.stdin : undefined
    const chart = marks.chartOf(path)
    const isTemplate = chart !== undefined && (!isNamed || holdsActions(host, path, content))
    if (isTemplate) charts.add(chart)
    const reason = isTemplate
      ? `a template of the Helm chart ${relativePath(host.cwd, chart)}, which is not rendered yet`
      : whyNotRead(path, isNamed, isNamed && isExcluded(path, false), marks)
    if (reason) skipped.push({ path: relativePath(host.cwd, path), reason })
    else files.push({ path, isNamed, content })
  }
  if (plan.targets.some(({ type }) => type === 'stdin')) {
    files.push({ path: join(host.cwd, stdinName), isNamed: true, content: request.stdin ?? new Uint8Array() })
  }
  const name = new Map(files.map((file) => [file, relativePath(host.cwd, file.path)]))
  files.sort((a, b) => compareText(name.get(a) ?? '', name.get(b) ?? ''))
  return { files, skipped, charts }
}

function whyNotRead(path: string, isNamed: boolean, isExcluded: boolean, marks: Marks): string | undefined {
  const name = baseName(path)
  if (isExcluded) return 'excluded'
  if (kustomizationNames.includes(name)) return 'a kustomization, which is not built yet'
  if (name === 'Chart.yaml') return 'a Helm chart, which is not rendered yet'
  return isNamed ? undefined : marks.reasonFor(path)
}

/** Whether a chart's template can not be read as it stands. */
function holdsActions(host: Host, path: string, content: Uint8Array | undefined): boolean {
  try {
    return new TextDecoder().decode(content ?? readStart(host, path)).includes('{{')
  } catch {
    return false
  }
}

/** The files without those that are also named, by way of a link: each file is read once. */
function withoutTwins(
  files: readonly string[],
  named: ReadonlySet<string>,
  root: string,
  host: Host,
): readonly string[] {
  const walked = new Set(files)
  const real = new Set<string>()
  for (const path of named) {
    if (walked.has(path)) continue
    try {
      real.add(host.realPath(path))
    } catch {
      // What can not be found has no twin; reading it tells what is wrong.
    }
  }
  if (real.size === 0) return files
  const realRoot = host.realPath(root)
  return files.filter((path) => !real.has(join(realRoot, relativePath(root, path))))
}
