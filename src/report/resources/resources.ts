import { greatest, groupBy } from '../../base/order.ts'
import type { Resource } from '../../kube/resource.ts'
import type { ReportOptions } from '../report-options.ts'
import { showPlace, showResource } from '../text/places.ts'
import { type Style, styleOf } from '../text/style.ts'
import { count, displayWidth, oneLine, padColumns } from '../text/text.ts'
import { type ResourcesRead, unknownParts } from './resources-json.ts'

/** What was read, for people: every object below its file, with its line. */
export function resourcesText({ units }: ResourcesRead, options: Pick<ReportOptions, 'color'>): string {
  const style = styleOf(options.color)
  const lines: string[] = []
  for (const unit of units) {
    if (units.length > 1) lines.push(style.bold(`${oneLine(unit.name)} (${unit.kind})`), '')
    for (const [path, resources] of groupBy(unit.resources, ({ file }) => file.path)) {
      lines.push(style.underline(oneLine(path)), ...resourceLines(resources, style), '')
    }
  }
  const resources = units.reduce((sum, unit) => sum + unit.resources.length, 0)
  const files = new Set(units.flatMap((unit) => unit.resources.map(({ file }) => file.path))).size
  const from = units.length > 1 ? `${count(files, 'file')} in ${count(units.length, 'unit')}` : count(files, 'file')
  return `${[...lines, `${count(resources, 'resource')} from ${from}`].join('\n')}\n`
}

function resourceLines(resources: readonly Resource[], style: Style): string[] {
  const rows = resources.map((resource) => ({ resource, ...columnsOf(resource) }))
  const place = greatest(rows.map((row) => row.place.length))
  const title = greatest(rows.map((row) => displayWidth(row.title)))
  const version = greatest(rows.map((row) => displayWidth(row.version)))
  return rows.map((row) => {
    const { resource } = row
    const unknown = unknownParts(resource.root).length
    const notes = [
      ...(resource.repeated ? ['some number of them'] : resource.exists.known ? [] : ['perhaps']),
      ...(unknown > 0 ? [`${count(unknown, 'unknown part')}`] : []),
    ].join(', ')
    const columns = [style.dim(row.place.padStart(place)), padColumns(row.title, title)]
    columns.push(style.dim(padColumns(row.version, version)), style.yellow(notes))
    return `  ${columns.join('  ').trimEnd()}`
  })
}

/** The line and column within the file, the object, its API version. */
function columnsOf(resource: Resource): { place: string; title: string; version: string } {
  const place = showPlace(resource.at([])).split(':').slice(-2).join(':')
  return { place, title: showResource(resource), version: oneLine(resource.apiVersion) }
}
