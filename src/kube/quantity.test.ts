import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { oracleLines } from '../dev/lines.ts'
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  parseQuantity,
  quantityInteger,
  quantityOfJson,
  quantitySign,
  quantityText,
  scaledValue,
  subtractQuantities,
} from './quantity.ts'

interface Line {
  readonly in: string | { readonly b64: string }
  readonly error?: string
  readonly [field: string]: unknown
}

interface Pair {
  readonly in: readonly [string, string]
  readonly cmp: number
  readonly equal: boolean
  readonly sum: string
  readonly difference: string
}

function textOf(text: Line['in']): string {
  return typeof text === 'string' ? text : Buffer.from(text.b64, 'base64').toString()
}

type Parsed = ReturnType<typeof parseQuantity>

function answer({ quantity, error }: Parsed): Record<string, unknown> {
  if (!quantity) return { error }
  const integer = quantityInteger(quantity)
  return {
    canonical: canonicalQuantity(quantity),
    format: quantity.format,
    int: integer === undefined ? null : String(integer),
    milliValue: String(scaledValue(quantity, -3)),
    sign: quantitySign(quantity),
    string: quantityText(quantity),
    value: String(scaledValue(quantity, 0)),
  }
}

test('texts are parsed, printed and counted as Kubernetes does', () => {
  const lines = oracleLines<Line>('quantities', 'parse.ndjson')
  assert.ok(lines.length > 50)
  for (const { in: text, ...expected } of lines)
    assert.equal(answer(parseQuantity(textOf(text))), expected, textOf(text))
})

test('JSON values are read and written as Kubernetes does', () => {
  for (const { in: json, json: written, ...expected } of oracleLines<Line>('quantities', 'json.ndjson')) {
    const parsed = quantityOfJson(textOf(json))
    assert.equal(answer(parsed), expected, textOf(json))
    if (parsed.quantity) assert.is(JSON.stringify(quantityText(parsed.quantity)), written)
  }
})

test('amounts are compared, added and subtracted as Kubernetes does', () => {
  for (const { in: texts, cmp, equal, sum, difference } of oracleLines<Pair>('quantities', 'pairs.ndjson')) {
    const [a, b] = texts.map((text) => parseQuantity(text).quantity)
    if (!a || !b) throw new Error(`no quantities: ${texts}`)
    const compared = compareQuantities(a, b)
    const ours = [compared, compared === 0, quantityText(addQuantities(a, b)), quantityText(subtractQuantities(a, b))]
    assert.equal(ours, [cmp, equal, sum, difference], texts.join(' '))
  }
})

test('exponents that upstream would compute for hours are refused at once', () => {
  for (const text of ['1e2147483648', '1e-2147483648', '1e99999999999999999999', `1e${'9'.repeat(100_000)}`])
    assert.is(parseQuantity(text).error, "unable to parse quantity's suffix", text.slice(0, 30))
})

test.run()
