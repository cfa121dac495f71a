import type { Failure } from '../base/failure.ts'
import type { Host } from '../base/host.ts'
import { type Node, nodeAt, textAt } from '../base/tree.ts'
import { readBytes } from '../yaml/read-text.ts'
import { parseFailures } from './parse-failures.ts'
import { folderOf, foldersUp, isWithin, join, relativePath, resolvePath } from './paths.ts'
import { isTooLarge, readStart, tooLarge } from './read-file.ts'
import { cannotRead, kustomizationNames, type Walk } from './walk.ts'

/** What Helm charts and kustomizations say about the files around them: which are no resources, and why. */
export interface Marks {
  /** The chart that a file is a template of. */
  chartOf(path: string): string | undefined
  /** What else keeps a file from being read as resources. */
  reasonFor(path: string): string | undefined
  readonly failures: readonly Failure[]
}

interface KustomizeMarks {
  readonly components: Set<string>
  readonly roots: Set<string>
  /** Files and folders by path, with what kustomize takes them for. */
  readonly parts: Map<string, string>
  readonly resources: Set<string>
  readonly failures: Failure[]
}

/** Reads what marks the files below a root; charts and kustomizations above the root count as well. */
export function readMarks(host: Host, root: string, walked: Walk): Marks {
  const above = foldersUp(root).slice(1)
  const charts = new Set(walked.charts)
  for (const folder of above) if (host.type(join(folder, 'Chart.yaml')) === 'file') charts.add(folder)
  const names = above.flatMap((folder) => kustomizationNames.map((name) => join(folder, name)))
  const marks: KustomizeMarks = {
    ...{ components: new Set(), roots: new Set(), parts: new Map(), resources: new Set(), failures: [] },
  }
  for (const path of [...walked.kustomizations, ...names.filter((name) => host.type(name) === 'file')]) {
    markBy(host, path, marks)
  }
  const foldersAround = remembered(foldersUp)
  return {
    chartOf: (path) => {
      if (charts.size === 0) return undefined
      const around = foldersAround(folderOf(path))
      return around.find((folder) => charts.has(folder) && isWithin(join(folder, 'templates'), path))
    },
    reasonFor: (path) => reasonFor(host, path, foldersAround(folderOf(path)), marks),
    failures: marks.failures,
  }
}

/** Asks once for each folder; most files have neighbours. */
function remembered<T>(ask: (folder: string) => T): (folder: string) => T {
  const answers = new Map<string, T>()
  return (folder) => {
    const known = answers.get(folder)
    if (known !== undefined) return known
    const answer = ask(folder)
    answers.set(folder, answer)
    return answer
  }
}

function reasonFor(host: Host, path: string, folders: readonly string[], marks: KustomizeMarks): string | undefined {
  if (marks.resources.has(path)) return undefined
  for (const place of [path, ...folders]) {
    const part = marks.parts.get(place)
    if (part !== undefined) return part
  }
  const nearest = folders.find((folder) => marks.roots.has(folder))
  if (nearest === undefined || !marks.components.has(nearest)) return undefined
  return `in the kustomize Component ${relativePath(host.cwd, nearest)}`
}

/** Takes down what one kustomization says; one that can not be read says nothing. */
function markBy(host: Host, path: string, marks: KustomizeMarks): void {
  const folder = folderOf(path)
  marks.roots.add(folder)
  const root = firstDocument(host, path, marks.failures)
  if (!root) return
  if (textAt(root, 'kind') === 'Component') marks.components.add(folder)
  const by = relativePath(host.cwd, path)
  for (const [file, role] of partsOf(root)) {
    if (isPath(file)) marks.parts.set(resolvePath(folder, file), `${role} of ${by}`)
  }
  for (const file of [...textsIn(root, 'resources'), ...textsIn(root, 'bases')]) {
    marks.resources.add(resolvePath(folder, file))
  }
}

function firstDocument(host: Host, path: string, failures: Failure[]): Node | undefined {
  try {
    const name = relativePath(host.cwd, path)
    const bytes = readStart(host, path)
    if (isTooLarge(bytes)) {
      failures.push(tooLarge(name, host.size(path)))
      return undefined
    }
    const read = readBytes(name, bytes)
    for (const failure of parseFailures(read, () => true).failures) failures.push(failure)
    return read.documents[0]?.root
  } catch (error) {
    failures.push(cannotRead(host, path, error))
    return undefined
  }
}

/** The files that a kustomization names and that are no resources (kustomize api/types/kustomization.go). */
function partsOf(root: Node): (readonly [string, string])[] {
  const role = (name: string, ...files: string[]) => files.map((file) => [file, name] as const)
  return [
    ...role('a patch', ...textsIn(root, 'patches'), ...textsIn(root, 'patches', 'path')),
    ...role('a patch', ...textsIn(root, 'patchesStrategicMerge'), ...textsIn(root, 'patchesJson6902', 'path')),
    ...role('a replacement', ...textsIn(root, 'replacements', 'path')),
    ...role('a configuration', ...textsIn(root, 'configurations')),
    ...role('a transformer', ...textsIn(root, 'transformers'), ...textsIn(root, 'validators')),
    ...role('a generator', ...textsIn(root, 'generators')),
    ...role('values', ...textsIn(root, 'helmCharts', 'valuesFile')),
    ...['configMapGenerator', 'secretGenerator'].flatMap((key) => {
      return role(
        'data',
        ...itemsOf(root, key)
          .flatMap((item) => textsIn(item, 'files'))
          .map(withoutKey),
      )
    }),
  ]
}

/** `key=path` or a path alone. */
function withoutKey(file: string): string {
  return file.slice(file.indexOf('=') + 1)
}

function itemsOf(root: Node, key: string): readonly Node[] {
  const node = nodeAt(root, [key])
  return node?.type === 'list' ? node.items : []
}

/** The texts of a list, or those under a key of its items. */
function textsIn(root: Node, key: string, below?: string): string[] {
  return itemsOf(root, key).flatMap((item) => textAt(item, ...(below === undefined ? [] : [below])) ?? [])
}

/** Kustomize takes a path or the content itself in the same place. */
function isPath(text: string): boolean {
  return text !== '' && !text.includes('\n') && !/:\s/.test(text)
}
