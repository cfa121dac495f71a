import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known } from '../base/maybe.ts'
import { oracleLines } from '../dev/lines.ts'
import { selectorMatches } from './label-selector.ts'
import { labelsOf } from './labels.ts'
import { parseSelectorText } from './parse-selector.ts'
import { requirementsText } from './requirement.ts'

interface Line {
  readonly in: {
    readonly text: string | { readonly b64: string }
    readonly labels: Readonly<Record<string, string>> | null
  }
  readonly error?: string
  readonly string?: string
  readonly matches?: boolean
}

/** Texts that are no UTF-8 are recorded in base64; files are read with U+FFFD in place of such bytes. */
function textOf(text: Line['in']['text']): string {
  return typeof text === 'string' ? text : Buffer.from(text.b64, 'base64').toString()
}

test('texts are parsed, printed, matched and refused as Kubernetes does', () => {
  const lines = oracleLines<Line>('selectors', 'parse.ndjson')
  assert.ok(lines.length > 20)
  for (const line of lines) {
    const text = textOf(line.in.text)
    const parsed = parseSelectorText(text)
    assert.is(parsed.error, line.error?.replaceAll('\\xff', '\ufffd'), text)
    if (parsed.error !== undefined) continue
    assert.is(requirementsText(parsed.requirements), line.string, text)
    const matches = selectorMatches({ ...parsed, at: undefined }, labelsOf(line.in.labels ?? {}))
    assert.equal(matches, known(line.matches), text)
  }
})

test.run()
