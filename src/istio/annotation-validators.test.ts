import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { oracleLines } from '../dev/lines.ts'
import { annotationError } from './annotation-validators.ts'

type Text = string | { readonly b64: string }

interface Line {
  readonly in: { readonly annotation: string; readonly value: Text }
  readonly ok: boolean
  readonly error?: Text
}

/** Texts that are no UTF-8 are recorded in base64; files are read with U+FFFD in place of such octets. */
function textOf(text: Text): string {
  return typeof text === 'string' ? text : Buffer.from(text.b64, 'base64').toString()
}

for (const file of ['annotations.ndjson', 'proxyconfig.ndjson']) {
  test(`${file}: values are taken and refused as istiod does, in its words`, () => {
    const lines = oracleLines<Line>('annotations', file)
    assert.ok(lines.length > 20)
    const wrong = lines.flatMap(({ in: { annotation, value }, error }) => {
      const expected = error === undefined ? undefined : textOf(error).replaceAll('\\xff', '\ufffd')
      // The recording has plain blanks for all no-break ones.
      const actual = annotationError(annotation, textOf(value))?.replaceAll('\u00a0', ' ')
      const isText = typeof value === 'string' || annotation !== 'proxy.istio.io/config'
      const isEqual = isText ? actual === expected : (actual === undefined) === (expected === undefined)
      return isEqual ? [] : [{ annotation, value, expected, actual }]
    })
    assert.equal(wrong, [])
  })
}

test.run()
