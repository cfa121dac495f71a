import type { ProjectFiles } from './files.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** A JSON file that may hold comments and trailing commas, as tsconfig.json does; undefined where it is none. */
export function readJsonWithComments(files: ProjectFiles, path: string): JsonObject | undefined {
  const file = files.read(path)
  if (!file) return undefined
  try {
    const value: unknown = JSON.parse(withoutComments(file.text))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function withoutComments(text: string): string {
  const token = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[}\]])/g
  const once = text.replace(token, (match) => (match.startsWith('"') || match === ',' ? match : ' '))
  return once.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (match) => (match === ',' ? '' : match))
}

/** What a JSON object holds under a name. */
export function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
}

/** The text under a name of a JSON object, also one of its conditions (`import`, `default`). */
export function textOf(value: unknown, name: string): string | undefined {
  if (!isObject(value)) return undefined
  const found = value[name]
  if (typeof found === 'string') return found
  return isObject(found) ? (textOf(found, 'import') ?? textOf(found, 'default') ?? textOf(found, 'require')) : undefined
}
