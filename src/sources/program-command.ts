import type { Host } from '../base/host.ts'
import { textAt } from '../base/tree.ts'
import { readBytes } from '../yaml/read-text.ts'
import { folderOf, isWithin, join, relativePath, resolvePath } from './paths.ts'
import { isProgramName } from './program-files.ts'
import { readStart } from './read-file.ts'

/** What a cdk8s.yaml says about the program of its folder (cdk8s-cli 2.207.60, src/config.ts). */
export interface ProgramConfig {
  readonly language: string | undefined
  /** The shell command that runs the program. */
  readonly app: string | undefined
  /** The folder that it writes to, absolute. */
  readonly output: string
}

/** Reads a cdk8s.yaml; undefined where it is none that can be read. */
export function readProgramConfig(host: Host, path: string): ProgramConfig | undefined {
  const root = readBytes(path, readStart(host, path)).documents[0]?.root
  if (root?.type !== 'map') return undefined
  const output = resolvePath(folderOf(path), textAt(root, 'output') ?? 'dist')
  return { language: textAt(root, 'language'), app: textAt(root, 'app'), output }
}

/** A program as a command runs it. */
export interface Command {
  /** The file that it runs, absolute. */
  readonly entry: string
  /** The environment variables that the command itself states. */
  readonly env: ReadonlyMap<string, string>
}

/** Options of node, tsx, ts-node and bun whose value is a file that is no program. */
const optionsWithFile = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '-P',
  '--project',
  '--tsconfig',
  '-C',
  '--cwd',
])

/** The program that a shell command runs in a folder; undefined where none of its words leads to one. */
export function programOfCommand(host: Host, folder: string, command: string, depth = 0): Command | undefined {
  // What comes last runs the program; what stands before it builds it.
  const last = command.split(/&&|;|\|\|/).at(-1) ?? ''
  const words = (last.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
  const env = new Map<string, string>()
  for (const word of words) {
    const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/.exec(word) ?? []
    if (name !== undefined) env.set(name, value)
    else if (word !== 'env' && word !== 'cross-env' && word !== 'npx') break
  }
  const script = depth < 3 ? scriptOf(host, folder, words) : undefined
  if (script !== undefined) {
    const found = programOfCommand(host, folder, script, depth + 1)
    return found && { entry: found.entry, env: new Map([...env, ...found.env]) }
  }
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-') || optionsWithFile.has(words[index - 1] ?? '')) continue
    const entry = entryOf(host, folder, word, index > 0)
    if (entry !== undefined) return { entry, env }
  }
  return undefined
}

/** The script of package.json that a package manager is asked to run. */
function scriptOf(host: Host, folder: string, words: readonly string[]): string | undefined {
  const plain = words.filter((word) => !word.startsWith('-') && !/^\w+=/.test(word))
  const [tool = '', ...rest] = plain
  if (!['npm', 'pnpm', 'yarn', 'bun'].includes(tool)) return undefined
  const name = rest[0] === 'run' || rest[0] === 'run-script' ? rest[1] : rest[0]
  const scripts = jsonOf(host, join(folder, 'package.json'))?.scripts
  const script = name === undefined || !isObject(scripts) ? undefined : scripts[name]
  return typeof script === 'string' ? script : undefined
}

/** The source of the file that a word names. A folder or a name without its ending only counts behind the tool. */
function entryOf(host: Host, folder: string, word: string, mayBeShort: boolean): string | undefined {
  const path = resolvePath(folder, word)
  if (isProgramName(word)) return sourceOf(host, folder, path)
  if (!mayBeShort) return undefined
  for (const ending of ['.ts', '.js', '/index.ts', '/index.js', '/main.ts', '/main.js']) {
    const found = /[.\w]/.test(word) ? sourceOf(host, folder, path + ending) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** The file that a person edits: of JavaScript that TypeScript writes, the TypeScript. */
function sourceOf(host: Host, folder: string, path: string): string | undefined {
  const found = [path, ...mapped(host, folder, path)].flatMap((one) => typescriptOf(one))
  return [...found, path].find((one) => host.type(one) === 'file')
}

function typescriptOf(path: string): string[] {
  const [, stem, kind] = /^(.*)\.([mc]?)jsx?$/.exec(path) ?? []
  if (stem === undefined) return [path]
  return kind ? [`${stem}.${kind}ts`, `${stem}.ts`] : [`${stem}.ts`, `${stem}.tsx`]
}

/** Where TypeScript finds what it writes to a path: tsconfig's outDir mapped back to its rootDir. */
function mapped(host: Host, folder: string, path: string): string[] {
  const options = compilerOptions(host, join(folder, 'tsconfig.json'), 0)
  const outDir = options.get('outDir')
  if (outDir === undefined || !isWithin(outDir, path)) return []
  const rest = relativePath(outDir, path)
  const rootDir = options.get('rootDir')
  // Without rootDir it is the folder that all sources have in common.
  return (rootDir === undefined ? [folder, join(folder, 'src')] : [rootDir]).map((from) => join(from, rest))
}

/** The folders among the compiler options of a tsconfig.json and what it extends, absolute. */
function compilerOptions(host: Host, path: string, depth: number): ReadonlyMap<string, string> {
  const json = depth < 8 ? jsonOf(host, path) : undefined
  if (!json) return new Map()
  const base = json.extends
  const inherited = typeof base === 'string' && base.startsWith('.') ? resolvePath(folderOf(path), base) : undefined
  const found = new Map(
    inherited === undefined
      ? []
      : compilerOptions(host, inherited.endsWith('.json') ? inherited : `${inherited}.json`, depth + 1),
  )
  const own = json.compilerOptions
  for (const name of ['outDir', 'rootDir']) {
    const value = isObject(own) ? own[name] : undefined
    if (typeof value === 'string') found.set(name, resolvePath(folderOf(path), value))
  }
  return found
}

interface JsonObject {
  readonly [key: string]: unknown
  readonly scripts?: unknown
  readonly extends?: unknown
  readonly compilerOptions?: unknown
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A JSON file that may hold comments and trailing commas; undefined where it is none. */
function jsonOf(host: Host, path: string): JsonObject | undefined {
  if (host.type(path) !== 'file') return undefined
  try {
    const text = new TextDecoder().decode(readStart(host, path))
    const token = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
    const plain = text.replace(token, (match) => (match.startsWith('"') ? match : ' ')).replace(/,(?=\s*[}\]])/g, '')
    const value: unknown = JSON.parse(plain)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
