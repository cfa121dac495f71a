import {
  entryOf,
  keyLocation,
  type Remark,
  type Resource,
  type Snapshot,
  type SourceLocation,
} from '../../src/rule/index.ts'

/** Whether two places are one. */
export function isSamePlace(a: SourceLocation, b: SourceLocation): boolean {
  return a.file.path === b.file.path && a.span.start === b.span.start && a.span.end === b.span.end
}

/** The objects that the construct of a remark makes. */
export function objectsOf(remark: Remark, snapshot: Snapshot): readonly Resource[] {
  return snapshot.unit.resources.filter(({ made }) => made[0] !== undefined && isSamePlace(made[0], remark.at))
}

/** Where the Charts of a program are given a label. */
export function chartLabels(
  snapshot: Snapshot,
  key: string,
): readonly { readonly chart: Remark; readonly at: SourceLocation }[] {
  return snapshot.remarks('chart-labels').flatMap((chart) => {
    const entry = entryOf(chart.root, key)
    return entry ? [{ chart, at: keyLocation(entry) }] : []
  })
}
