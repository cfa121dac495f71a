import { ApiObject } from './api-object.ts'
import { chartOf, isChart } from './chart-of.ts'
import type { Construct } from './constructs.ts'
import { inOrder } from './dependency.ts'
import { Names } from './names.ts'
import { isKnown, type Loose, mapObject } from './native.ts'

/** What synthesis writes, and into which files (cdk8s 2.70.106, lib/app.js). */

/** The kinds of output. */
export const YamlOutputType = Object.freeze({
  FILE_PER_APP: 0,
  FILE_PER_CHART: 1,
  FILE_PER_RESOURCE: 2,
  FOLDER_PER_CHART_FILE_PER_RESOURCE: 3,
})

/** One object, the construct it comes from, and the file that synthesis would write it to, relative to the output folder. */
export interface Written {
  readonly file: string
  readonly object: Loose
  readonly construct: Construct
}

/** Throws what constructs object to; what they may object to is not certain enough to end a synthesis. */
function validate(root: Construct): void {
  const errors: string[] = []
  for (const construct of root.node.findAll())
    for (const error of construct.node.validate()) if (isKnown(error)) errors.push(`[${construct.node.path}] ${error}`)
  if (errors.length > 0) throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`)
}

function dependenciesBelow(root: Construct): { readonly source: Construct; readonly target: Construct }[] {
  return root.node.findAll().flatMap((source) => source.node.dependencies.map((target) => ({ source, target })))
}

function apiObjectsIn(construct: Construct, chart: Loose): Construct[] {
  return construct.node.findAll().filter((one) => one instanceof ApiObject && chartOf(one) === chart)
}

/** Carries dependencies over to charts and objects; says whether any chart depends on another. */
function resolveDependencies(root: Construct): boolean {
  let between = false
  for (const parent of root.node.findAll().filter((one) => isChart(one)))
    for (const child of parent.node.children.filter((one) => isChart(one))) {
      parent.node.addDependency(child)
      between = true
    }
  for (const { source, target } of dependenciesBelow(root)) {
    if (chartOf(source) === chartOf(target)) continue
    chartOf(source).node.addDependency(chartOf(target))
    between = true
  }
  for (const { source, target } of dependenciesBelow(root)) {
    const chart = chartOf(source)
    // Between charts the order of the charts decides, so that only pairs within one matter.
    if (chart !== chartOf(target)) continue
    const targets = apiObjectsIn(target, chart)
    for (const one of apiObjectsIn(source, chart))
      for (const other of targets) if (one !== other) one.node.addDependency(other)
  }
  return between
}

/** The objects of a chart, in the order in which they are written. */
function objectsOfChart(chart: Loose): ApiObject[] {
  const found: ApiObject[] = []
  for (const one of inOrder(chart.node)) if (one instanceof ApiObject && chartOf(one) === chart) found.push(one)
  return found
}

/** The objects of one chart as JSON, after the whole app was prepared. */
export function chartToJson(chart: Loose): Loose[] {
  resolveDependencies(chart.node.root)
  validate(chart.node.root)
  return objectsOfChart(chart).map((one) => jsonOf(one))
}

function jsonOf(apiObject: ApiObject): Loose {
  return checked(apiObject.toJson(), apiObject)
}

/** An object that can be written: what is undefined becomes null, and a function has no text. */
function checked(value: Loose, apiObject: ApiObject): Loose {
  if (!isKnown(value)) return value
  if (value === undefined) return null
  if (typeof value === 'function')
    throw new Error(
      `Failed serializing construct at path '${apiObject.node.path}': Tag not resolved for Function value`,
    )
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => checked(item, apiObject))
  return mapObject(value, (item) => checked(item, apiObject))
}

/** The charts below a construct, dependencies first. */
export function chartsOf(root: Construct): Construct[] {
  return inOrder(root.node).filter((one) => isChart(one))
}

function resourceFile(kind: Loose, name: Loose): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z\-_.]/g, '')
}

function numbered(index: number): string {
  return `${String(index).padStart(4, '0')}-`
}

/** The objects of one chart, each with its file. */
function writeChart(app: Loose, chart: Construct, prefix: string): Written[] {
  const type = app.yamlOutputType
  const extension = app.outputFileExtension
  const name = `${prefix}${Names.toDnsLabel(chart)}`
  return objectsOfChart(chart).map((construct) => {
    const object = jsonOf(construct)
    if (type === YamlOutputType.FILE_PER_APP) return { file: `app${extension}`, object, construct }
    if (type === YamlOutputType.FILE_PER_RESOURCE)
      return { file: `${resourceFile(object.kind, object.metadata.name)}${extension}`, object, construct }
    if (type === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE)
      return { file: `${name}/${resourceFile(construct.kind, construct.metadata.name)}${extension}`, object, construct }
    return { file: `${name}${extension}`, object, construct }
  })
}

/** Where every object has its own file, a later one overwrites an earlier one of the same kind and name. */
function withoutOverwritten(written: readonly Written[]): Written[] {
  return written.filter(
    ({ file }, index) =>
      !isKnown(file) || !written.slice(index + 1).some((later) => isKnown(later.file) && later.file === file),
  )
}

/** All that an app writes, in order; throws as synthesis does. */
export function synthesise(app: Loose): Written[] {
  validate(app)
  const between = resolveDependencies(app)
  const type = app.yamlOutputType
  const isNumbered =
    between && (type === YamlOutputType.FILE_PER_CHART || type === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE)
  const written = chartsOf(app).flatMap((chart, index) => writeChart(app, chart, isNumbered ? numbered(index) : ''))
  const isApart =
    type === YamlOutputType.FILE_PER_RESOURCE || type === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE
  return isApart ? withoutOverwritten(written) : written
}
