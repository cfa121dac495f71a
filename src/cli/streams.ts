/** A stream to write to, as the commands see it. */
export interface Output {
  readonly isTTY: boolean
  /** How wide the terminal is. */
  readonly columns?: number | undefined
  write(text: string): void
}

/** What a process is given to talk through. */
export interface Streams {
  readonly stdout: Output
  readonly stderr: Output
  /** What stands in stdin, as far as it is ever read. */
  readonly stdin: () => Promise<Uint8Array>
}
