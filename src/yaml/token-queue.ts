/**
 * Tokens between scanner and composer. They wait here while a `:` may still turn an earlier one into a key. Kept in
 * columns and used again and again, since there are millions of them and each lives only for a moment.
 */
export class TokenQueue {
  readonly #types: number[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #values: string[] = []
  readonly #styles: number[] = []
  /** For a token that may be a key: its flow level + 1, else 0. */
  readonly #keyLevels: number[] = []
  #head = 0
  #tail = 0
  /** The number of the token at the head; tokens are numbered as they leave. */
  #number = 0
  #nextKeyLevel = 0

  /** Empties the queue for the next document. */
  reset(): void {
    this.#head = 0
    this.#tail = 0
    this.#number = 0
    this.#nextKeyLevel = 0
  }

  get isEmpty(): boolean {
    return this.#head === this.#tail
  }
  /** The number that the next token to come will have. */
  get nextNumber(): number {
    return this.#number + this.#tail - this.#head
  }
  get type(): number {
    return this.#types[this.#head] ?? 0
  }
  get start(): number {
    return this.#starts[this.#head] ?? 0
  }
  get end(): number {
    return this.#ends[this.#head] ?? 0
  }
  get value(): string {
    return this.#values[this.#head] ?? ''
  }
  get style(): number {
    return this.#styles[this.#head] ?? 0
  }
  /** The flow level on which the token at the head may be a key; -1 where it is none. */
  get keyLevel(): number {
    return (this.#keyLevels[this.#head] ?? 0) - 1
  }

  add(type: number, start: number, end: number, value: string, style: number): void {
    const slot = this.#tail++
    this.#types[slot] = type
    this.#starts[slot] = start
    this.#ends[slot] = end
    this.#values[slot] = value
    this.#styles[slot] = style
    this.#keyLevels[slot] = this.#nextKeyLevel
    this.#nextKeyLevel = 0
  }

  /** Takes the token at the head away. */
  drop(): void {
    this.#number++
    this.#head++
    if (this.#head === this.#tail) {
      this.#head = 0
      this.#tail = 0
    }
  }

  /** Puts a token without text before the one with a number; where that has left already, at the end. */
  insert(number: number, type: number, offset: number): void {
    this.add(type, offset, offset, '', 0)
    const slot = number - this.#number + this.#head
    if (slot < this.#head) return
    for (let at = this.#tail - 1; at > slot; at--) {
      this.#types[at] = this.#types[at - 1] ?? 0
      this.#starts[at] = this.#starts[at - 1] ?? 0
      this.#ends[at] = this.#ends[at - 1] ?? 0
      this.#values[at] = this.#values[at - 1] ?? ''
      this.#styles[at] = this.#styles[at - 1] ?? 0
      this.#keyLevels[at] = at === slot + 1 ? 0 : (this.#keyLevels[at - 1] ?? 0)
    }
    this.#types[slot] = type
    this.#starts[slot] = offset
    this.#ends[slot] = offset
    this.#keyLevels[slot] = 0
  }

  /** The next token to come may be a key. */
  markNext(flowLevel: number): void {
    this.#nextKeyLevel = flowLevel + 1
  }

  /** The token with a number is no key after all. */
  unmark(number: number): void {
    const slot = number - this.#number + this.#head
    if (slot >= this.#head && slot < this.#tail) this.#keyLevels[slot] = 0
  }
}
