import * as realCdk8s from 'cdk8s'
import * as realConstructs from 'constructs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import '../../dev/cdk8s-library.ts'
import { type Seeded, seeded } from '../../dev/seeded.ts'
import * as cdk8s from './cdk8s.ts'
import * as constructs from './constructs.ts'
import type { Loose } from './native.ts'

const words = [
  'web',
  'db',
  'Default',
  'default',
  'Resource',
  'resource',
  'My_DB.Main',
  'a b:c@d',
  'a/b',
  'line\nbreak',
  'constructor',
  'toString',
  '10',
  '2',
  '007',
  '4294967295',
  '###',
  'ünïcödé',
  'İstanbul',
  '-lead',
  'trail-',
  '.x',
  '_',
  'CronJob',
  'a-very-long-construct-identifier-number-one',
  'another-very-long-construct-identifier-which-goes-on-and-on-and-on-and-on',
  'shop-default-backend',
]

function randomId(random: Seeded): string {
  if (random.chance(0.6)) return random.pick(words)
  const letters = 'abcXYZ019-_. /:ß'
  return Array.from({ length: random.below(40) }, () => letters[random.below(letters.length)]).join('')
}

function attempt(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return `throws ${error instanceof Error ? error.message : error}`
  }
}

function randomOptions(random: Seeded): Loose {
  const options: Loose = {}
  if (random.chance(0.3)) options.maxLen = 5 + random.below(70)
  if (random.chance(0.2)) options.extra = [randomId(random), randomId(random)]
  if (random.chance(0.2)) options.delimiter = random.pick(['', '-', '.', '--', '_', '/', 'a'])
  if (random.chance(0.3)) options.includeHash = random.chance(0.5)
  return options
}

/** A random tree, and all that is said of its constructs. */
function story(seed: number, { Names }: Loose, { Construct, RootConstruct }: Loose): unknown[] {
  const random = seeded(seed)
  const root = random.chance(0.9) ? new RootConstruct() : new RootConstruct('root')
  const all = [root]
  const told: unknown[] = []
  for (let count = 2 + random.below(7); count > 0; count--) {
    const scope = random.pick(all)
    const id = randomId(random)
    const made = attempt(() => new Construct(scope, id))
    if (typeof made === 'string') told.push(made)
    else all.push(made)
  }
  if (random.chance(0.2)) told.push(root.node.tryRemoveChild(random.pick(['web', 'db', '10', 'Default'])))
  for (const one of all) {
    const options = randomOptions(random)
    const { id, path, addr } = one.node
    told.push(id, path, addr, `${one}`, one.node.children.length)
    told.push(attempt(() => Names.toDnsLabel(one, options)))
    told.push(attempt(() => Names.toLabelValue(one, options)))
    told.push(attempt(() => one.node.defaultChild?.node.path))
  }
  for (const order of [0, 1]) told.push(root.node.findAll(order).map((one: Loose) => one.node.path))
  return told
}

test('names, paths and addresses are those of the real library in 10,000 random trees', () => {
  for (let seed = 1; seed <= 10000; seed++) {
    const ours = story(seed, cdk8s, constructs)
    const real = story(seed, realCdk8s, realConstructs)
    const index = ours.findIndex((one, at) => JSON.stringify(one) !== JSON.stringify(real[at]))
    if (index >= 0) assert.equal([seed, ours[index]], [seed, real[index]])
  }
})

test('an id that is used twice is refused in the words of the real library', () => {
  const twice = ({ Construct, RootConstruct }: Loose) => {
    const scope = new Construct(new RootConstruct(), 'shop')
    new Construct(scope, 'db')
    return attempt(() => new Construct(scope, 'db'))
  }
  assert.is(twice(constructs), "throws There is already a Construct with name 'db' in Construct [shop]")
  assert.is(twice(constructs), twice(realConstructs))
})

test.run()
