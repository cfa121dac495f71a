import { nodeAt } from '../../base/tree.ts'
import { readText } from '../../yaml/read-text.ts'
import type { ProjectFiles } from './files.ts'
import { fieldOf, isObject, readJsonWithComments } from './package-files.ts'

/** The folders of the project's own packages by name: npm's and yarn's `workspaces`, pnpm's `packages`. */
export function workspacePackages(files: ProjectFiles): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const pattern of patternsOf(files))
    for (const folder of foldersOf(files, files.root, pattern.replace(/^\.\//, '').split('/').filter(Boolean))) {
      const name = fieldOf(readJsonWithComments(files, `${folder}/package.json`), 'name')
      if (typeof name === 'string' && !found.has(name)) found.set(name, folder)
    }
  return found
}

function patternsOf(files: ProjectFiles): string[] {
  const declared = fieldOf(readJsonWithComments(files, `${files.root}/package.json`), 'workspaces')
  const list = isObject(declared) ? fieldOf(declared, 'packages') : declared
  const own = Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []
  const pnpm = files.read(`${files.root}/pnpm-workspace.yaml`)
  const root = pnpm && readText(pnpm).documents[0]?.root
  const packages = root && nodeAt(root, ['packages'])
  const more =
    packages?.type === 'list' ? packages.items.map((item) => (item.type === 'scalar' ? String(item.value) : '')) : []
  return [...own, ...more].filter((pattern) => pattern && !pattern.startsWith('!'))
}

function foldersOf(files: ProjectFiles, folder: string, [step, ...rest]: readonly string[], depth = 0): string[] {
  if (step === undefined) return files.isFile(`${folder}/package.json`) ? [folder] : []
  if (!step.includes('*'))
    return step === '.' || step === '..' ? [] : foldersOf(files, `${folder}/${step}`, rest, depth)
  if (depth > 6) return []
  const any = new RegExp(`^${step.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '[^/]*')}$`)
  const below = (files.list(folder) ?? [])
    .filter(
      (name) => name !== 'node_modules' && !name.startsWith('.') && files.type(`${folder}/${name}`) === 'directory',
    )
    .filter((name) => any.test(name))
    .map((name) => `${folder}/${name}`)
  if (step !== '**') return below.flatMap((each) => foldersOf(files, each, rest, depth + 1))
  return [
    ...foldersOf(files, folder, rest, depth),
    ...below.flatMap((each) => foldersOf(files, each, [step, ...rest], depth + 1)),
  ]
}
