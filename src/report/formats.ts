import type { Format } from './report-options.ts'

/** The formats of a run by the name that `-f` takes; each is loaded when it is asked for. */
const formats = {
  stylish: async () => (await import('./stylish/stylish.ts')).stylish,
  json: async () => (await import('./json/json.ts')).json,
  sarif: async () => (await import('./sarif/sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
} as const satisfies Record<string, () => Promise<Format>>

export type FormatName = keyof typeof formats

export const formatNames: readonly FormatName[] = ['stylish', 'json', 'sarif', 'github']

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name)
}

export function loadFormat(name: FormatName): Promise<Format> {
  return formats[name]()
}
