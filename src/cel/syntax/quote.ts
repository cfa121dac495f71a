const quoted: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** A text in double quotes: ext/strings.go of google/cel-go v0.26.0. */
export function quote(text: string): string {
  return `"${[...text].map((one) => quoted[one] ?? one).join('')}"`
}
