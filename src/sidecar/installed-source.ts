import { nowhere } from '../base/data-node.ts'
import { known, type Maybe } from '../base/maybe.ts'
import { locationOf, type Node, nodeAt, scalarNode, withEntries } from '../base/tree.ts'
import type { Installation } from '../install/installation.ts'
import { layered, nested, partAt } from '../install/merged.ts'
import { viewOf } from '../kube/view.ts'
import type { InjectorSource } from './injector-source.ts'
import { type Json, jsonWithHidden } from './json.ts'
import { allShown } from './unclear.ts'

/** What an installation of the input sets its injector to; the version of its images is the chart's where it says none. */
export function installedSource(installation: Installation, chartValues: Maybe<Node>): InjectorSource {
  const { title, place, config, values, mesh } = installation
  const byVersion = ['hub', 'tag', 'jwtPolicy'].map((key) => {
    const said = chartValues.known ? partAt(chartValues.value, 'global', key) : undefined
    return nested(said, 'global', key)
  })
  const read = config.known ? known(withTemplates(config.value)) : config
  return {
    title,
    place: (setting) => {
      const written = config.known ? nodeAt(config.value, [setting]) : undefined
      return written && written.file !== nowhere.file ? viewOf(written, undefined).at() : locationOf(place)
    },
    config: read,
    whole: () => (read.known ? wholeOf(read.value) : undefined),
    templates: read.known ? linesOf(nodeAt(read.value, ['templates'])) : undefined,
    hasChartTemplates: true,
    values: values.known ? known(layered(...byVersion, values.value) ?? values.value) : values,
    mesh,
  }
}

function wholeOf(config: Node): Json {
  return allShown(jsonWithHidden(config))
}

/** The actions in the user's templates are the injector's, and leave nothing open. */
function withTemplates(config: Node): Node {
  const templates = nodeAt(config, ['templates'])
  if (templates?.type !== 'map') return config
  const entries = templates.entries.map((entry) => {
    const { value } = entry
    const isText = value.type === 'hole' && value.partial !== undefined
    return isText ? { ...entry, value: scalarNode(value.partial ?? '', value) } : entry
  })
  return withEntries(config, config, { templates: { ...templates, entries } })
}

/** The lines of each template; undefined where one is not known. */
function linesOf(templates: Node | undefined): ReadonlyMap<string, readonly string[]> | undefined {
  const found = new Map<string, readonly string[]>()
  if (!templates || (templates.type === 'scalar' && templates.value === null)) return found
  if (templates.type !== 'map' || templates.open) return undefined
  for (const { key, value } of templates.entries) {
    if (value.type !== 'scalar' || typeof value.value !== 'string') return undefined
    found.set(key, value.value.split('\n'))
  }
  return found
}
