/** Data that can be written as JSON. A Map is an object whose keys keep their order, whatever they look like. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
  | { readonly [key: string]: JsonValue | undefined }

/**
 * JSON indented by two spaces, byte for byte as `JSON.stringify(value, null, 2)` writes it, but with integers beyond 2^53
 * written in full and keys such as `"80"` left where they are. Ends with a line end.
 */
export function jsonText(value: JsonValue | object): string {
  return `${valueText(value, '\n')}\n`
}

function valueText(value: unknown, indent: string): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item) => valueText(item, deeper))
    return enclosed('[', items, ']', indent)
  }
  const entries: Iterable<[unknown, unknown]> = value instanceof Map ? value : Object.entries(value)
  const parts: string[] = []
  for (const [key, item] of entries)
    if (item !== undefined) parts.push(`${JSON.stringify(key)}: ${valueText(item, deeper)}`)
  return enclosed('{', parts, '}', indent)
}

function enclosed(open: string, parts: readonly string[], close: string, indent: string): string {
  return parts.length === 0 ? open + close : `${open}${indent}  ${parts.join(`,${indent}  `)}${indent}${close}`
}
