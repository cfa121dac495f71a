import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import type { ProjectPlan } from './arguments.ts'
import { baseName, folderOf, foldersUp, isWithin, join, relativePath } from './paths.ts'
import { type Command, programOfCommand, readProgramConfig } from './program-command.ts'
import { isProgramName, isTestFile, mayMakeApp } from './program-files.ts'
import type { Skipped } from './unit.ts'
import { cannotRead, type Walk } from './walk.ts'

/** A program that is to be read. */
export interface Program extends Command {
  /** The folder that it runs in, absolute. */
  readonly directory: string
  /** The folder that synth writes its manifests to, absolute. */
  readonly output: string
}

export interface FoundPrograms {
  readonly programs: readonly Program[]
  readonly failures: readonly Failure[]
  readonly skipped: readonly Skipped[]
}

interface Search {
  readonly host: Host
  readonly walked: Walk
  /** By entry. */
  readonly programs: Map<string, Program>
  readonly failures: Failure[]
  readonly skipped: Skipped[]
}

/**
 * The CDK8s programs of a project: what a cdk8s.yaml runs; where none speaks, every file that makes an app; and the
 * files with an app that were named. Where only manifests are named, no program is asked for.
 */
export function findPrograms(plan: ProjectPlan, walked: Walk, host: Host): FoundPrograms {
  const search: Search = { host, walked, programs: new Map(), failures: [], skipped: [] }
  const named = plan.targets.flatMap((target) =>
    target.type === 'file' && isProgramName(target.path) ? [target.path] : [],
  )
  const others = plan.targets.some(({ type }) => type === 'directory' || type === 'glob')
  if (!others && named.length === 0) return { programs: [], failures: [], skipped: [] }
  for (const path of named) if (mayMakeApp(host, path)) addEntry(search, plan, path)
  if (others || named.length > search.programs.size) searchProject(search, plan)
  return { ...search, programs: [...search.programs.values()] }
}

function searchProject(search: Search, plan: ProjectPlan): void {
  const { walked, host } = search
  const governed = walked.files
    .filter((path) => baseName(path) === 'cdk8s.yaml')
    .filter((path) => addConfigured(search, path))
    .map(folderOf)
  const scripts = new Set(walked.scripts)
  for (const path of walked.scripts) {
    if (governed.some((folder) => isWithin(folder, path)) || isTestFile(relativePath(plan.root, path))) continue
    // What TypeScript writes beside its source.
    if (/jsx?$/.test(path) && scripts.has(path.replace(/jsx?$/, 'ts'))) continue
    if (mayMakeApp(host, path)) addEntry(search, plan, path)
  }
}

/** Adds the program of a cdk8s.yaml; tells whether it speaks for its folder. */
function addConfigured({ host, walked, programs, failures, skipped }: Search, path: string): boolean {
  const directory = folderOf(path)
  const shown = relativePath(host.cwd, path)
  try {
    const config = readProgramConfig(host, path)
    if (config?.app === undefined) return false
    if (config.language !== undefined && !/^(typescript|javascript)$/i.test(config.language)) {
      skipped.push({ path: shown, reason: `a CDK8s program in ${config.language}, which is not read` })
      return true
    }
    const command = programOfCommand(host, directory, config.app)
    if (command) programs.set(command.entry, { ...command, directory, output: config.output })
    else if (!walked.scripts.some((script) => isWithin(directory, script) && mayMakeApp(host, script)))
      failures.push({
        stage: 'read',
        message: `Cannot find the program that "${config.app}" of ${shown} runs.`,
        path: shown,
      })
    return command !== undefined
  } catch (error) {
    failures.push(cannotRead(host, path, error))
    return false
  }
}

function addEntry({ host, programs }: Search, plan: ProjectPlan, entry: string): void {
  if (programs.has(entry)) return
  const directory = directoryOf(host, plan.root, entry)
  const config = join(directory, 'cdk8s.yaml')
  const output = host.type(config) === 'file' ? readProgramConfig(host, config)?.output : undefined
  programs.set(entry, { entry, env: new Map(), directory, output: output ?? join(directory, 'dist') })
}

/** Where a program is run: in the folder of its cdk8s.yaml or package.json, else in its own. */
function directoryOf(host: Host, root: string, entry: string): string {
  const folders = foldersUp(folderOf(entry)).filter((folder) => isWithin(root, folder))
  const marked = folders.find((folder) =>
    ['cdk8s.yaml', 'package.json'].some((name) => host.type(join(folder, name)) === 'file'),
  )
  return marked ?? folderOf(entry)
}
