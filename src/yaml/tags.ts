import type { Scanner } from './scanner.ts'
import * as T from './token.ts'

/** The prefix that each handle of a tag stands for. */
export type Tags = ReadonlyMap<string, string>

export const defaultTags: Tags = new Map([
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
])

/** Takes the directives before `---` (go.yaml.in/yaml v2.4.3 parserc.go, process_directives). */
export function readDirectives(scanner: Scanner): Tags {
  const tags = new Map<string, string>()
  let version = false
  for (;;) {
    const type = scanner.peek()
    if (type !== T.VERSION_DIRECTIVE && type !== T.TAG_DIRECTIVE) break
    const value = scanner.tokenValue
    if (type === T.VERSION_DIRECTIVE) {
      if (version) scanner.fail('"%YAML" stands twice', scanner.tokenStart)
      if (value !== '1.1') {
        scanner.fail(`Kubernetes' tools read YAML 1.1 and refuse "%YAML ${value}"`, scanner.tokenStart)
      }
      version = true
    } else {
      const [handle, prefix] = splitTag(value)
      if (tags.has(handle)) scanner.fail(`"%TAG ${handle}" stands twice`, scanner.tokenStart)
      tags.set(handle, prefix)
    }
    scanner.skip()
  }
  return tags.size === 0 ? defaultTags : new Map([...defaultTags, ...tags])
}

/** The whole tag that the tag token at hand stands for. */
export function tagOf(tags: Tags, scanner: Scanner): string {
  const [handle, suffix] = splitTag(scanner.tokenValue)
  if (handle === '') return suffix
  const prefix = tags.get(handle)
  if (prefix === undefined) {
    scanner.fail(`the tag handle "${handle}" is not declared`, scanner.tokenStart, scanner.tokenEnd)
  }
  return prefix + suffix
}

function splitTag(value: string): [string, string] {
  const at = value.indexOf(' ')
  return [value.slice(0, at), value.slice(at + 1)]
}
