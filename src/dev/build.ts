/**
 * Bundles the doors into `dist`, which is committed: `npm run bundle`. With `--check` it writes nothing and fails,
 * naming the files, where `dist` is not what the source gives.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '@typescript-eslint/typescript-estree'
import { build, type Plugin, transform } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The files that the doors are run by. */
const executables = new Set(['cli.js'])

/** What belongs in `dist`, by path within it: the same bytes wherever and whenever it is made. */
export async function bundle(): Promise<ReadonlyMap<string, string>> {
  const outdir = join(root, 'dist')
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'src/cli/cli.ts', action: 'src/action/action.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Of `yaml`, the build of ES modules: the other one asks for Node's modules by `require`, which a bundle of modules has not.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    chunkNames: 'chunks/[name]-[hash]',
    charset: 'utf8',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'inline',
    plugins: [parserAside],
    write: false,
    logLevel: 'warning',
  })
  const aside = [['parser.cjs', await parserText()] as const, ['cdk8s-library.json', await libraryText()] as const]
  return new Map(
    outputFiles
      .map(({ path, text }) => [relative(outdir, path).replaceAll('\\', '/'), text] as const)
      .map(([name, text]) => [name, executables.has(name) ? `#!/usr/bin/env node\n${text}` : text] as const)
      .concat(aside)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const parserPackage = '@typescript-eslint/typescript-estree'

/** The parser of programs is a file of its own, which only they load. The chunk that loads it lies one folder deeper. */
const parserAside: Plugin = {
  name: 'parser-aside',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: new RegExp(`^${parserPackage}$`) }, ({ path }) => ({ path, namespace: 'aside' }))
    // By `require`: `import` first looks through all of a CommonJS file for the names that it exports.
    const contents =
      "import { createRequire } from 'node:module'; export const { parse } = createRequire(import.meta.url)('../parser.cjs')"
    onLoad({ filter: /./, namespace: 'aside' }, () => ({ contents, loader: 'js' }))
  },
}

/** The parser as CommonJS, as TypeScript is written. */
async function parserText(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: `export { parse } from '${parserPackage}'`, resolveDir: root },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    charset: 'utf8',
    minify: true,
    legalComments: 'inline',
    write: false,
    logLevel: 'warning',
  })
  return outputFiles[0]?.text ?? ''
}

/** What the interpreter reads in place of the CDK8s packages: the syntax tree of each file as JSON, by its name. */
async function libraryText(): Promise<string> {
  const folder = join(root, 'src/cdk8s/library')
  const names = readdirSync(folder).filter((name) => !name.endsWith('.test.ts') && name !== 'modules.ts')
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      if (!name.endsWith('.ts')) return [name, text] as const
      const { code } = await transform(text, { loader: 'ts', minifyWhitespace: true, target: 'es2022' })
      return [name, treeText(parse(code, { range: false, loc: false }))] as const
    }),
  )
  return `${JSON.stringify(Object.fromEntries(files))}\n`
}

/** A syntax tree without types, places, and what is not so. */
function treeText(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    const isSaid = key === 'value' || (value !== false && value !== undefined)
    return isSaid && !/^(range|loc|parent|comments|tokens|declare|typeAnnotation|decorators|override|raw)$/.test(key)
      ? value
      : undefined
  })
}

/** The files of a bundle that differ from those of a folder, are missing there, or are there without reason. */
export function differences(files: ReadonlyMap<string, string>, folder: string): string[] {
  const present = existsSync(folder) ? filesBelow(folder) : []
  const changed = [...files].filter(([name, text]) => {
    const path = join(folder, name)
    return !existsSync(path) || readFileSync(path, 'utf8') !== text
  })
  return [...new Set([...changed.map(([name]) => name), ...present.filter((name) => !files.has(name))])].sort()
}

export function writeBundle(files: ReadonlyMap<string, string>, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [name, text] of files) {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
    if (executables.has(name)) chmodSync(path, 0o755)
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const dist = join(root, 'dist')
  const files = await bundle()
  if (process.argv.includes('--check')) {
    const wrong = differences(files, dist)
    for (const name of wrong) console.error(`dist/${name} is not what the source gives`)
    if (wrong.length > 0) {
      console.error('Run "npm run bundle" and commit dist.')
      process.exitCode = 1
    }
  } else {
    writeBundle(files, dist)
    const size = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    console.log(`dist: ${files.size} files, ${Math.round(size / 1024)} KiB`)
  }
}
