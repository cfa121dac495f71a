import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { known } from '../base/maybe.ts'
import { unsetNamespace } from '../kube/resource.ts'
import { exportToOfAnnotation, isVisible } from './visibility.ts'

const prod = known('prod')
const dev = known('dev')

test('nothing and * export everywhere, ~ nowhere, . to the own namespace', () => {
  assert.equal(isVisible([], prod, dev), known(true))
  assert.equal(isVisible(['*'], prod, unsetNamespace), known(true))
  assert.equal(isVisible(['~'], prod, prod), known(false))
  assert.equal(isVisible(['.'], prod, prod), known(true))
  assert.equal(isVisible(['.'], prod, dev), known(false))
  assert.equal(isVisible(['dev', 'test'], prod, dev), known(true))
})

test('an unset namespace is its own, and unknown against a named one', () => {
  assert.equal(isVisible(['.'], unsetNamespace, unsetNamespace), known(true))
  assert.is(isVisible(['.'], prod, unsetNamespace).known, false)
  assert.is(isVisible(['dev'], prod, unsetNamespace).known, false)
})

test('the annotation of a Service is a list with commas', () => {
  assert.equal(exportToOfAnnotation(' ., prod '), ['.', 'prod'])
  assert.equal(exportToOfAnnotation(''), [])
  assert.equal(exportToOfAnnotation(undefined), [])
})

test.run()
