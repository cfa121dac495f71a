import type { ClassTable } from '../cdk8s/class-table.ts'
import type { KubernetesField, Loose } from '../cdk8s/library/native.ts'
import type { Seeded } from './seeded.ts'

/** Random properties for the generated Kubernetes classes, made by their table, some of them as no schema wants them. */

const texts = ['a', 'web', '', 'true', '0644', 'on', 'ünï', 'a: b', '- x', '${X}', 'None', '100m', '1Gi', ' padded ']
const keys = ['app', 'app.kubernetes.io/name', '10', '2', 'sidecar.istio.io/inject', 'tier', 'A', 'x y']

/** A text, a number or a truth value. */
export function randomScalar(random: Seeded): Loose {
  return random.pick<Loose>([random.pick(texts), random.pick(texts), random.below(70000), 0, -1, 1.5, true, false])
}

/** Any data of JSON, with undefined and null in places. */
export function randomData(random: Seeded, depth: number): Loose {
  if (random.chance(0.08)) return random.pick<Loose>([null, undefined])
  if (depth === 0 || random.chance(0.4)) return randomScalar(random)
  if (random.chance(0.3)) return Array.from({ length: random.below(4) }, () => randomData(random, depth - 1))
  return randomMap(random, () => randomData(random, depth - 1))
}

/** A map with a few of the usual keys. */
export function randomMap(random: Seeded, value: () => Loose): Loose {
  const map: Loose = {}
  for (let count = random.below(4); count > 0; count--) map[random.pick(keys)] = value()
  return map
}

/** Labels and annotations, in an odd case with values that are no texts. */
export function randomLabels(random: Seeded): Loose {
  return randomMap(random, () =>
    random.chance(0.1) ? random.pick<Loose>([undefined, null, 5, true]) : random.pick(texts),
  )
}

function randomUnion(random: Seeded, k8s: Loose): Loose {
  if (random.chance(0.05)) return random.pick<Loose>(['50%', 8080])
  const Union = random.chance(0.5) ? k8s.IntOrString : k8s.Quantity
  return random.chance(0.5) ? Union.fromNumber(random.below(9000)) : Union.fromString(random.pick(texts))
}

function randomElement(random: Seeded, table: ClassTable, field: KubernetesField, depth: number, k8s: Loose): Loose {
  if (random.chance(0.03)) return random.pick<Loose>([undefined, null])
  if (field.struct === undefined) return field.form === 'value' ? randomData(random, 1) : randomScalar(random)
  if (field.struct === 'union') return randomUnion(random, k8s)
  if (field.struct === 'date') return undefined
  if (field.struct === 'list') return [randomScalar(random)]
  return randomStruct(random, table, field.struct, depth - 1, k8s)
}

/** Properties of a struct: some of those that it has, and now and then one that it does not have. */
export function randomStruct(random: Seeded, table: ClassTable, struct: string, depth: number, k8s: Loose): Loose {
  const props: Loose = {}
  const likelihood = depth > 2 ? 0.6 : 0.25
  for (const [property, field] of Object.entries(table.structs.get(struct) ?? {})) {
    const isDeep = field.struct !== undefined && !['union', 'date', 'list'].includes(field.struct)
    if (!random.chance(likelihood) || (isDeep && depth <= 0)) continue
    const one = () => randomElement(random, table, field, depth, k8s)
    if (field.form === 'value') props[property] = one()
    else if (field.form === 'map') props[property] = randomMap(random, one)
    else props[property] = Array.from({ length: random.below(3) }, one)
  }
  if (random.chance(0.1)) props[random.pick(['clusterIP', 'unknown', 'hostPID'])] = randomData(random, 1)
  return props
}
