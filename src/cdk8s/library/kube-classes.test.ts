import { readFileSync } from 'node:fs'
import * as realCdk8s from 'cdk8s'
import { k8s as realK8s } from 'cdk8s-plus-33'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import '../../dev/cdk8s-library.ts'
import { randomStruct } from '../../dev/random-props.ts'
import { seeded } from '../../dev/seeded.ts'
import { readClassTable } from '../class-table.ts'
import * as cdk8s from './cdk8s.ts'
import * as k8s from './k8s.ts'
import type { Loose } from './native.ts'

const table = readClassTable(readFileSync(new URL('kubernetes-classes.txt', import.meta.url), 'utf8'))

/** What a class makes of random properties, or that it refuses them. */
function outcome(name: string, seed: number, { App, Chart }: Loose, classes: Loose): Loose {
  const random = seeded(seed)
  const chart = new Chart(new App(), 'shop', random.chance(0.5) ? { namespace: 'prod', labels: { a: 'b' } } : {})
  const props = randomStruct(random, table, table.classes.get(name)?.struct ?? '', 4, classes)
  try {
    const made = random.chance(0.8) ? new classes[name](chart, 'x', props).toJson() : classes[name].manifest(props)
    return JSON.parse(JSON.stringify(made, (_key, value) => (value === undefined ? null : value)))
  } catch {
    return { error: true }
  }
}

test('every generated class has its apiVersion and kind, and there is no other', () => {
  const real = Object.entries<Loose>(realK8s).filter(([, value]) => value.GVK !== undefined)
  assert.is(real.length, 171)
  assert.equal([...table.classes.keys()].sort(), real.map(([name]) => name).sort())
  for (const [name, value] of real) assert.equal(Reflect.get(k8s, name).GVK, value.GVK)
})

test('every generated class writes random properties as the real one does', () => {
  let written = 0
  for (const name of table.classes.keys())
    for (let seed = 1; seed <= 20; seed++) {
      const real = outcome(name, seed, realCdk8s, realK8s)
      const ours = outcome(name, seed, cdk8s, k8s)
      if (real.error === undefined) written++
      assert.equal([name, seed, ours], [name, seed, real])
    }
  assert.ok(written > 2500, `only ${written} of ${171 * 20} are written at all`)
})

test.run()
