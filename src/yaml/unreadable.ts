/** Thrown while one document is read, caught where documents are read one by one: never seen outside this room. */
export class Unreadable extends Error {
  readonly start: number
  readonly end: number

  constructor(message: string, start: number, end = start) {
    super(message)
    this.start = start
    this.end = end
  }
}
