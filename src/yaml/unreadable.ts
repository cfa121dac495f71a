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

/** The user's own text in quotes: its first line, and not too much of it. */
export function quoted(text: string): string {
  const shown = shorten(text)
  return shown.includes('"') ? `'${shown}'` : `"${shown}"`
}

/** The first line of a text, and not too much of it; an ellipsis stands for the rest. */
export function shorten(text: string): string {
  const line = (/^[^\r\n]{0,40}/.exec(text)?.[0] ?? '').trimEnd()
  return line.length < text.trimEnd().length ? `${line}…` : line
}
