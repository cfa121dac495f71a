import { known, type Maybe, unknown } from '../base/maybe.ts'
import { SourceFile } from '../base/source-file.ts'
import { type Node, nodeAt } from '../base/tree.ts'
import type { Kinds } from '../istio/known-kinds.ts'
import { type Resource, showName } from '../kube/resource.ts'
import { withHoles } from '../sources/holes.ts'
import { readText } from '../yaml/read-text.ts'

export type ConfigMap = Resource<Kinds['ConfigMap']>

/** A text of a ConfigMap of Istio's. Templates in it are the injector's own, not the manifest's. */
export function dataText(configMap: ConfigMap, key: string): string | undefined {
  const node = nodeAt(configMap.root, ['data', key])
  if (node?.type === 'hole') return node.partial
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** The MeshConfig of a ConfigMap; undefined where it certainly has none. */
export function meshOf(configMap: ConfigMap): Maybe<Node> | undefined {
  return mapIn(configMap, 'mesh', 'write data.mesh as a YAML map')
}

/** The chart's values of a ConfigMap; istiod refuses one without them. */
export function valuesOf(configMap: ConfigMap): Maybe<Node> {
  const hint = 'write data.values as JSON without placeholders'
  return mapIn(configMap, 'values', hint) ?? unknown(gapOf(configMap, 'values', hint))
}

function gapOf(configMap: ConfigMap, key: string, hint: string) {
  return { what: `the ${key} in ConfigMap "${showName(configMap)}"`, hint, at: configMap.at(['data', key], 'key') }
}

/** A text that is a YAML map; undefined where there certainly is none. */
function mapIn(configMap: ConfigMap, key: string, hint: string): Maybe<Node> | undefined {
  const text = dataText(configMap, key)
  if (text === undefined) {
    const written = configMap.raw('data', key)
    return written.known ? undefined : written
  }
  const root = mapText(text, configMap.file.path)
  return root ? known(root) : unknown(gapOf(configMap, key, hint))
}

/** A text as a map with its placeholders as holes; undefined where it is no YAML map. An empty text is an empty map. */
function mapText(text: string, path: string): Node | undefined {
  const file = new SourceFile(path, text)
  const { documents, errors } = readText(file)
  if (errors.length > 0 || documents.length > 1) return undefined
  const root = documents[0]?.root ?? { type: 'map', entries: [], file, start: 0, end: 0 }
  return root.type === 'map' ? withHoles(root) : undefined
}

/** The settings of an injector that decide; known and undefined where the ConfigMap certainly has none. */
export function configOf(configMap: ConfigMap): Maybe<Node | undefined> {
  const hint = 'write data.config as YAML without placeholders'
  const gap = { ...gapOf(configMap, 'config', hint), what: `the settings in ConfigMap "${showName(configMap)}"` }
  const text = dataText(configMap, 'config')
  if (text === undefined) return configMap.get('data', 'config').known ? known(undefined) : unknown(gap)
  const root = mapText(decisivePart(text), configMap.file.path)
  return root ? known(root) : unknown(gap)
}

const decisiveKeys = /^(policy|defaultTemplates|aliases|neverInjectSelector|alwaysInjectSelector):/

/**
 * The settings without the templates beside them, which are a hundred times as long. A text that is laid out in
 * another way than Istio's charts do is read whole.
 */
function decisivePart(written: string): string {
  const kept: string[] = []
  let keeps = false
  for (const line of written.split('\n')) {
    const isTop = /^[^\s#-]/.test(line)
    if (isTop && !/^[A-Za-z]\w*:/.test(line)) return written
    if (isTop) keeps = decisiveKeys.test(line)
    if (keeps) kept.push(line)
  }
  return `${kept.join('\n')}\n`
}

/**
 * The lines of the templates in the text of an injector's settings, as Istio's charts lay it out: a name on two
 * spaces, its text on more. Undefined where the text is laid out in another way.
 */
export function templateLines(text: string): ReadonlyMap<string, readonly string[]> | undefined {
  const start = /^templates:[ \t]*$/m.exec(text)
  if (!start) return undefined
  const found = new Map<string, string[]>()
  let body: string[] = []
  for (const line of text.slice(start.index + start[0].length + 1).split('\n')) {
    if (/^[^\s#]/.test(line)) break
    const key = /^ {2}([\w.-]+|"[^"]*"|'[^']*'):/.exec(line)?.[1]
    if (key === undefined) body.push(line.slice(4))
    else {
      body = []
      found.set(key.replace(/^["']|["']$/g, ''), body)
    }
  }
  return found.size > 0 ? found : undefined
}
