import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import type { Gap, Gaps } from '../base/maybe.ts'
import type { SourceFile } from '../base/source-file.ts'
import { type Node, textAt } from '../base/tree.ts'
import {
  interpretProgram,
  type ProgramResult,
  type SynthesisedApp,
  type SynthesisedObject,
} from '../cdk8s/interpret-program.ts'
import { groupOf } from '../istio/known-kinds.ts'
import type { Program } from './find-programs.ts'
import { type Interpreter, InterpreterNeeded } from './interpreter.ts'
import { relativePath } from './paths.ts'
import { filesOf, placed } from './placed.ts'
import { resourceOf } from './plain.ts'
import { isProgramName } from './program-files.ts'
import type { ReadRequest } from './read-request.ts'
import type { Skipped, Unit } from './unit.ts'

/** A program, with what it gives. */
export interface ReadProgram {
  readonly program: Program
  /** One for each app. */
  readonly units: readonly Unit[]
  readonly failures: readonly Failure[]
  readonly skipped: readonly Skipped[]
  /** The paths of all files that it read. */
  readonly files: ReadonlySet<string>
  /** The paths of the files that parts of its objects are written in. */
  readonly written: ReadonlySet<string>
}

/** Reads programs. A file that is an app of its own and a part of another program is read as that part only. */
export function readPrograms(
  programs: readonly Program[],
  root: string,
  request: ReadRequest,
  host: Host,
): ReadProgram[] {
  if (programs.length === 0) return []
  const { interpreter } = request
  if (!interpreter) throw new InterpreterNeeded('a program needs an interpreter')
  const remembering = { ...interpreter, parser: remembered(interpreter.parser) }
  const found = programs.map((program) => {
    const env = new Map([...program.env, ...(request.env ?? [])])
    const { entry, directory } = program
    return {
      program,
      result: interpretProgram({ entry, root, directory, env }, host, remembering.parser, remembering.library),
    }
  })
  const isPart = ({ program }: (typeof found)[number], index: number): boolean => {
    const path = relativePath(host.cwd, program.entry)
    const reads = (other: ProgramResult, at: number): boolean =>
      other.apps.length > 0 && other.files.some((file, order) => order > 0 && file.path === path) && at !== index
    return found.some(({ result, program: other }, at) => {
      const isMutual = found[index]?.result.files.some(({ path: read }) => read === relativePath(host.cwd, other.entry))
      return reads(result, at) && (!isMutual || at < index)
    })
  }
  return found
    .filter((one, index) => !isPart(one, index))
    .map(({ program, result }) => read(program, result, request, host))
}

/** The programs of a project share files: each is parsed once. */
function remembered(parse: Interpreter['parser']): Interpreter['parser'] {
  const trees = new Map<string, ReturnType<Interpreter['parser']>>()
  return (text, path) => {
    const key = `${path}\0${text}`
    const tree = trees.get(key) ?? parse(text, path)
    trees.set(key, tree)
    return tree
  }
}

function read(program: Program, result: ProgramResult, request: ReadRequest, host: Host): ReadProgram {
  const name = relativePath(host.cwd, program.entry)
  const skipped: Skipped[] = []
  const open = openBy(result)
  const units = result.apps.map((app, index): Unit => {
    const resources = resourcesOf(app, request, (reason) => skipped.push({ path: name, reason }))
    const unit = {
      name: index === 0 ? name : `${name} (${index + 1})`,
      kind: 'cdk8s' as const,
      resources,
      files: filesOfUnit(result, resources),
      remarks: result.remarks,
    }
    return open ? { ...unit, open } : unit
  })
  const written = new Set(units.flatMap(({ resources }) => resources.flatMap(({ root }) => [...filesOf(root)])))
  return {
    ...{ program, units, failures: onceEach(result.failures), skipped },
    files: new Set(result.files.map(({ path }) => path)),
    written: new Set([...written].map(({ path }: SourceFile) => path)),
  }
}

/** The texts of the program, and the manifests that parts of its objects are written in. */
function filesOfUnit({ files }: ProgramResult, resources: Unit['resources']): Unit['files'] {
  const written = new Set(resources.flatMap(({ root }) => [...filesOf(root)]))
  return files.filter((file) => isProgramName(file.path) || written.has(file)).map((file) => ({ file, notes: [] }))
}

/** What fails in the program fails once more when its app is written: it is told where it came first. */
function onceEach(failures: readonly Failure[]): Failure[] {
  return failures.filter(({ message }, index) => failures.findIndex((one) => one.message === message) === index)
}

/** Why there may be more objects than were found. */
function openBy({ failures, notes }: ProgramResult): Gaps | undefined {
  const cut = failures.map(({ message, at }): Gap => {
    const gap = { what: 'what the program makes after its failure', hint: `mend the program: ${message}` }
    return at ? { ...gap, at } : gap
  })
  const [first, ...rest] = [...cut, ...notes]
  return first && [first, ...rest]
}

function resourcesOf(app: SynthesisedApp, request: ReadRequest, skip: (reason: string) => void): Unit['resources'] {
  const clusterScoped = new Set(app.objects.flatMap(({ root }) => clusterScopedKind(root) ?? []))
  return app.objects.flatMap((object) => {
    const apiVersion = textAt(object.root, 'apiVersion')
    const kind = textAt(object.root, 'kind')
    if (apiVersion === undefined || kind === undefined) {
      skip(`an object whose kind nobody knows, made ${placeOf(object)}`)
      return []
    }
    const { exists, repeated, at, within } = object
    const found = { root: placed(object.root), apiVersion, kind }
    return [resourceOf(found, clusterScoped, request.namespace, { exists, repeated, made: [at, ...within] })]
  })
}

function placeOf({ at }: SynthesisedObject): string {
  return `at line ${at.file.position(at.span.start).line} of ${at.file.path}`
}

/** The kind that a CustomResourceDefinition defines outside namespaces, as `group/kind`. */
function clusterScopedKind(root: Node): string | undefined {
  if (textAt(root, 'kind') !== 'CustomResourceDefinition' || textAt(root, 'spec', 'scope') !== 'Cluster')
    return undefined
  const kind = textAt(root, 'spec', 'names', 'kind')
  const group = textAt(root, 'spec', 'group')
  return kind && group ? `${groupOf(`${group}/v1`)}/${kind}` : undefined
}
