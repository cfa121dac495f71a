import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { istioVersion, istioVersions, minorOf, newestMinor, versionChanges, versionNotice } from './istio-versions.ts'

test('every release from 1.20 to 1.32 is known, once, each with the sources of what it changed', () => {
  assert.equal(
    istioVersions.map(({ minor }) => minor),
    Array.from({ length: 13 }, (_, index) => 20 + index),
  )
  for (const { minor } of istioVersions) assert.ok((versionChanges(minor)?.sources.length ?? 0) > 0, `1.${minor}`)
  assert.is(versionChanges(19), undefined)
})

test('a row changes what it names, to something else', () => {
  for (const [index, version] of istioVersions.entries()) {
    const before = istioVersions[index - 1]
    const changes = versionChanges(version.minor)?.changes ?? {}
    if (!before) assert.equal(changes, {})
    else {
      const kept = Object.entries(changes).filter(([trait, value]) =>
        Object.entries(before).some(([key, old]) => key === trait && JSON.stringify(old) === JSON.stringify(value)),
      )
      assert.equal(kept, [], `1.${version.minor}`)
    }
  }
})

test('a release that is not known is taken for the nearest known one, and that is told', () => {
  assert.equal(
    [12, 20, 32, 99].map((minor) => istioVersion(minor).minor),
    [20, 20, 32, 32],
  )
  assert.is(versionNotice('1.99'), 'Istio 1.99 is not known; it is taken for Istio 1.32')
  assert.is(versionNotice('1.12.3'), 'Istio 1.12 is not known; it is taken for Istio 1.20')
  assert.equal(['1.20', '1.31.2', '1.32', 'latest'].map(versionNotice), [undefined, undefined, undefined, undefined])
  assert.equal(['1.31.0-rc.0', 'v1.9', 'latest', '2.1'].map(minorOf), [31, 9, undefined, undefined])
  assert.is(istioVersion(newestMinor).minor, newestMinor)
})

test.run()
