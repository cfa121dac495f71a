import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { wantsColor } from './color.ts'

test('--color beats everything', () => {
  assert.is(wantsColor('always', { NO_COLOR: '1', FORCE_COLOR: '0', TERM: 'dumb' }, false), true)
  assert.is(wantsColor('never', { FORCE_COLOR: '1' }, true), false)
})

test('--color=auto leaves it to the environment', () => {
  assert.is(wantsColor('auto', {}, true), true)
  assert.is(wantsColor('auto', { NO_COLOR: '1' }, true), false)
})

test('FORCE_COLOR beats NO_COLOR; 0 and false force none', () => {
  assert.is(wantsColor(undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, false), true)
  assert.is(wantsColor(undefined, { FORCE_COLOR: '', TERM: 'dumb' }, false), true)
  assert.is(wantsColor(undefined, { FORCE_COLOR: '0' }, true), false)
  assert.is(wantsColor(undefined, { FORCE_COLOR: 'false' }, true), false)
})

test('NO_COLOR counts unless it is empty', () => {
  assert.is(wantsColor(undefined, { NO_COLOR: '1' }, true), false)
  assert.is(wantsColor(undefined, { NO_COLOR: '' }, true), true)
})

test('a dumb terminal and a pipe get none', () => {
  assert.is(wantsColor(undefined, { TERM: 'dumb' }, true), false)
  assert.is(wantsColor(undefined, { TERM: 'xterm' }, true), true)
  assert.is(wantsColor(undefined, {}, false), false)
})

test.run()
