import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isClose, nearestNames } from './nearest.ts'

test('the nearest names come first, those too far away not at all', () => {
  assert.equal(nearestNames('redsi', ['redis', 'reds', 'postgres']), ['reds', 'redis'])
  assert.equal(nearestNames('redis', ['postgres']), [])
})

/** Levenshtein's distance as the book has it. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const change = a[0] === b[0] ? 0 : 1
  return Math.min(distance(a.slice(1), b.slice(1)) + change, distance(a.slice(1), b) + 1, distance(a, b.slice(1)) + 1)
}

test('names are as near as they have edits between them', () => {
  const words = ['a', 'ab', 'ba', 'abc', 'bca', 'aabb', 'abab', 'babaa', 'cabab', 'abcabc', 'bcabca', 'aacbbc']
  for (const a of words)
    for (const b of words) {
      const furthest = Math.min(2, Math.floor(a.length / 2))
      assert.is(nearestNames(a, [b]).length, distance(a, b) <= furthest ? 1 : 0, `${a} ${b}`)
    }
})

test('2,000 names are compared with 2,000 others in time', () => {
  const names = Array.from({ length: 2000 }, (_, n) => `service-${n}`)
  const start = performance.now()
  for (const name of names) nearestNames(`${name}x`, names)
  assert.ok(performance.now() - start < 5000)
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
