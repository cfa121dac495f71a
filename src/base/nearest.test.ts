import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isClose, nearestNames } from './nearest.ts'

test('the nearest names come first, those too far away not at all', () => {
  assert.equal(nearestNames('redsi', ['redis', 'reds', 'postgres']), ['reds', 'redis'])
  assert.equal(nearestNames('redis', ['postgres']), [])
})

test('a slip is two edits at most, in a name that is long enough', () => {
  assert.ok(isClose('api.exmaple.com', 'api.example.com'))
  assert.ok(isClose('apis.example.com', 'api.example.com'))
  assert.not(isClose('www.example.com', 'api.example.com'))
  assert.not(isClose('a.com', 'b.com'))
})

test('names that differ in a part with a digit are siblings', () => {
  assert.not(isClose('db-1.example.com', 'db-2.example.com'))
  assert.not(isClose('zone-1a.example.com', 'zone-1b.example.com'))
})

test.run()
