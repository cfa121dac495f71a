import type { Unknown } from './maybe.ts'
import { SourceFile } from './source-file.ts'
import type { MapEntry, Node, Scalar } from './tree.ts'

/** Plain data as our own code writes it; entries that are undefined are not there, what is not known is a hole. */
export type Data = Scalar | Unknown | readonly Data[] | DataMap
export interface DataMap {
  readonly [key: string]: Data | undefined
}

type Place = Pick<Node, 'file' | 'start' | 'end'>

/** The place of bodies that nobody wrote. */
export const nowhere: Place = { file: new SourceFile('Istio defaults', ''), start: 0, end: 0 }

/** Data as a body, all of it at one place: where its cause is written, or nowhere. */
export function dataNode(data: Data, place: Place = nowhere): Node {
  const { file, start, end } = place
  if (data === null || typeof data !== 'object') return { type: 'scalar', value: data, file, start, end }
  if (isList(data)) return { type: 'list', items: data.map((item) => dataNode(item, place)), file, start, end }
  if (isUnknown(data)) return { type: 'hole', gaps: data.gaps, file, start, end }
  const entries: MapEntry[] = []
  for (const [key, value] of Object.entries(data))
    if (value !== undefined) entries.push({ key, keyStart: start, keyEnd: end, value: dataNode(value, place) })
  return { type: 'map', entries, file, start, end }
}

function isList(data: object): data is readonly Data[] {
  return Array.isArray(data)
}

function isUnknown(data: Unknown | DataMap): data is Unknown {
  return data.known === false && Array.isArray(data.gaps)
}
