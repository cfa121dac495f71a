import { SourceFile } from '../base/source-file.ts'
import type { MapEntry, Node, Scalar } from '../base/tree.ts'

/**
 * A body of plain JSON data, for tests. The nodes stand in the text `JSON.stringify(value, null, 2)` of a file of that
 * path, so that their places can be compared. A value `hole(…)` is a hole.
 */
export function treeOf(value: unknown, path = 'test.json'): Node {
  const file = new SourceFile(path, JSON.stringify(value, null, 2) ?? 'null')
  return new TreeBuilder(file).build(value)
}

/** Stands for a part that is not known, in the data of `treeOf`. */
export function hole(what: string): Hole {
  return new Hole(what)
}

class Hole {
  readonly what: string
  constructor(what: string) {
    this.what = what
  }
  toJSON(): string {
    return `\${${this.what}}`
  }
}

class TreeBuilder {
  readonly #file: SourceFile
  #at = 0

  constructor(file: SourceFile) {
    this.#file = file
  }

  build(value: unknown): Node {
    const start = this.#at
    if (Array.isArray(value)) {
      const items = value.map((item: unknown, index) => {
        this.#skip(index === 0 ? '[' : ',')
        return this.build(item)
      })
      this.#skip(items.length === 0 ? '[]' : ']')
      return { type: 'list', items, ...this.#written(start) }
    }
    if (value instanceof Hole) {
      this.#at += JSON.stringify(value).length
      const gap = { what: value.what, hint: `say ${value.what}` }
      return { type: 'hole', gaps: [gap], partial: value.toJSON(), ...this.#written(start) }
    }
    if (value !== null && typeof value === 'object') return this.#map(Object.entries(value), start)
    this.#at += JSON.stringify(value)?.length ?? 0
    return { type: 'scalar', value: value as Scalar, ...this.#written(start) }
  }

  #map(pairs: readonly (readonly [string, unknown])[], start: number): Node {
    const entries: MapEntry[] = pairs.map(([key, value], index) => {
      this.#skip(index === 0 ? '{' : ',')
      const keyStart = this.#at
      this.#at += JSON.stringify(key).length
      const keyEnd = this.#at
      this.#skip(':')
      return { key, keyStart, keyEnd, value: this.build(value) }
    })
    this.#skip(entries.length === 0 ? '{}' : '}')
    return { type: 'map', entries, ...this.#written(start) }
  }

  /** Skips a mark with the white space around it. */
  #skip(mark: string): void {
    const text = this.#file.text
    while (/\s/.test(text[this.#at] ?? '')) this.#at++
    this.#at += mark.length
    if (mark === '{' || mark === '[' || mark === ',' || mark === ':') {
      while (/\s/.test(text[this.#at] ?? '')) this.#at++
    }
  }

  #written(start: number): { file: SourceFile; start: number; end: number } {
    return { file: this.#file, start, end: this.#at }
  }
}
