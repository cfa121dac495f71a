import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { chosenFormats } from './formats.ts'
import { parseArguments } from './parse-arguments.ts'

function chosen(...args: string[]): unknown {
  const invocation = parseArguments(args)
  return 'misuse' in invocation ? invocation : chosenFormats(invocation)
}

test('stylish is what people get', () => {
  assert.equal(chosen(), [{ name: 'stylish' }])
  assert.equal(chosen('resources'), [{ name: 'stylish' }])
})

test('every format has a place of its own', () => {
  assert.equal(chosen('-f', 'stylish', '-f', 'sarif=out/a.sarif', '-f', 'github'), [
    { name: 'stylish', file: undefined },
    { name: 'sarif', file: 'out/a.sarif' },
    { name: 'github', file: undefined },
  ])
})

test('what can not be is told', () => {
  assert.equal(chosen('-f', 'jsn'), {
    misuse: 'There is no format "jsn": it is stylish, json, sarif or github. Did you mean "json"?',
  })
  assert.equal(chosen('why', '-f', 'sarif'), { misuse: 'There is no format "sarif": it is stylish or json.' })
  assert.equal(chosen('-f', 'json='), { misuse: '--format json= names no file: --format json=FILE.' })
  assert.match(JSON.stringify(chosen('-f', 'json=a', '-f', 'sarif=a')), 'cannot both be written')
  assert.match(JSON.stringify(chosen('-f', 'json=a', '-o', 'b')), 'exactly one format')
})

test.run()
