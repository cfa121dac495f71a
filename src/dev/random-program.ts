import type { ClassTable } from '../cdk8s/class-table.ts'
import type { Loose } from '../cdk8s/library/native.ts'
import { randomData, randomLabels, randomMap, randomScalar, randomStruct } from './random-props.ts'
import { randomResource } from './random-workload.ts'
import type { Seeded } from './seeded.ts'

/** The packages, real or ours, that a random program uses. */
export interface Packages {
  readonly cdk8s: Loose
  readonly constructs: Loose
  readonly plus: Loose
}

/** What a random program works on. */
export interface Scene extends Packages {
  readonly random: Seeded
  readonly table: ClassTable
  readonly app: Loose
  /** Everything that can be a scope. */
  readonly scopes: Loose[]
  readonly objects: Loose[]
  /** What the parts of the program made that other parts may refer to. */
  readonly made: Record<string, Loose[]>
}

const ids = ['a', 'b', 'web', 'Web', 'db', 'Default', 'Resource', '10', '2', 'a/b', 'My Thing', 'x_y.z', 'queue']

/** An id, mostly one that is still free. */
export function randomId({ random }: Scene): string {
  return random.chance(0.03) ? random.pick(ids) : `${random.pick(ids)}${random.below(10000)}`
}

/** Metadata as programs write it. */
export function randomMetadata({ random }: Scene): Loose {
  if (random.chance(0.3)) return undefined
  const metadata: Loose = {}
  if (random.chance(0.5)) metadata.name = random.pick<Loose>(['redis', 'a.b', '', undefined, `n${random.below(99)}`])
  if (random.chance(0.3)) metadata.namespace = random.pick<Loose>(['prod', '', undefined, null, 'default'])
  if (random.chance(0.6)) metadata.labels = randomLabels(random)
  if (random.chance(0.4)) metadata.annotations = randomLabels(random)
  if (random.chance(0.1)) metadata.finalizers = random.pick<Loose>([[], ['a/b']])
  if (random.chance(0.1)) metadata.generateName = 'x-'
  if (random.chance(0.05)) metadata.extra = randomData(random, 2)
  return metadata
}

function randomChart(scene: Scene, scope: Loose): void {
  const { random, cdk8s } = scene
  const props: Loose = {}
  if (random.chance(0.6)) props.namespace = random.pick<Loose>(['prod', 'shop', '', undefined])
  if (random.chance(0.5)) props.labels = randomLabels(random)
  if (random.chance(0.3)) props.disableResourceNameHashes = random.chance(0.7)
  class Named extends cdk8s.Chart {
    generateObjectName(object: Loose): string {
      return `${object.chart.node.id}-${object.node.id}`.toLowerCase()
    }
  }
  const Made = random.chance(0.1) ? Named : cdk8s.Chart
  scene.scopes.push(new Made(scope, randomId(scene), props))
}

function lazily({ random, cdk8s }: Scene, value: Loose): Loose {
  if (random.chance(0.9)) return value
  if (random.chance(0.5)) return cdk8s.Lazy.any({ produce: () => value })
  return { resolve: () => value }
}

function randomRawObject(scene: Scene, scope: Loose): void {
  const { random, cdk8s, plus } = scene
  const props: Loose = {
    apiVersion: random.pick(['v1', 'apps/v1', 'x.io/v1beta1']),
    kind: random.pick(['Pod', 'CronJob', 'X']),
  }
  const metadata = randomMetadata(scene)
  if (metadata || random.chance(0.5)) props.metadata = metadata
  if (random.chance(0.7))
    props.spec = lazily(
      scene,
      randomMap(random, () => lazily(scene, randomData(random, 3))),
    )
  if (random.chance(0.3)) props.data = randomData(random, 2)
  if (random.chance(0.1)) props.spec = { port: plus.k8s.IntOrString.fromNumber(80) }
  if (random.chance(0.02)) props.spec = { when: new Date(0) }
  scene.objects.push(new cdk8s.ApiObject(scope, randomId(scene), props))
}

function randomKubeObject(scene: Scene, scope: Loose): void {
  const { random, table, plus } = scene
  const names = [...table.classes.keys()]
  const usual = [
    'KubeService',
    'KubeStatefulSet',
    'KubeDeployment',
    'KubeConfigMap',
    'KubePod',
    'KubeNamespace',
    'KubeCronJob',
  ]
  const name = random.chance(0.7) ? random.pick(usual) : random.pick(names)
  const props = randomStruct(random, table, table.classes.get(name)?.struct ?? '', 3, plus.k8s)
  const metadata = randomMetadata(scene)
  if (metadata && !name.endsWith('List')) props.metadata = metadata
  if (typeof props.metadata !== 'object') delete props.metadata
  scene.objects.push(new plus.k8s[name](scope, randomId(scene), props))
}

/** A pointer that an object has, or nearly has. */
function randomPointer({ random }: Scene, json: Loose): string {
  let pointer = ''
  let value = json
  for (let depth = 1 + random.below(4); depth > 0 && value !== null && typeof value === 'object'; depth--) {
    const keys = Object.keys(value).sort()
    const key =
      keys.length > 0 && random.chance(0.85) ? random.pick(keys) : random.pick(['new', '-', '0', 'a~b', 'c/d'])
    pointer += `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    value = value[key]
  }
  return pointer
}

function randomPatch(scene: Scene): void {
  const { random, cdk8s } = scene
  const object = random.pick(scene.objects)
  const json = object.toJson()
  const path = randomPointer(scene, json)
  const value = random.chance(0.6) ? randomScalar(random) : randomData(random, 2)
  const { JsonPatch } = cdk8s
  const patch = random.pick<() => Loose>([
    () => JsonPatch.add(path, value),
    () => JsonPatch.replace(path, value),
    () => JsonPatch.remove(path),
    () => JsonPatch.copy(path, randomPointer(scene, json)),
    () => JsonPatch.move(path, randomPointer(scene, json)),
    () => JsonPatch.add('/metadata/labels/added', 'yes'),
    () => JsonPatch.test('/kind', random.chance(0.9) ? json.kind : 'Other'),
  ])()
  // A patch that the root of an object does not survive says nothing about patches.
  if (path !== '' && path !== '/metadata') object.addJsonPatch(patch)
}

function randomMetadataCall({ random, objects }: Scene): void {
  const { metadata } = random.pick(objects)
  random.pick<() => void>([
    () => metadata.addLabel(random.pick(['app', 'new', '10']), randomScalar(random)),
    () => metadata.addAnnotation(random.pick(['note', 'x/y']), random.pick(['', 'text'])),
    () => metadata.addFinalizers('f/1', 'f/2'),
    () => metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'o', uid: 'u' }),
    () => metadata.add(random.pick(['extra', 'name', 'generateName', 'labels']), randomData(random, 1)),
  ])()
}

function randomDependency({ random, objects, scopes, app }: Scene): void {
  const all = [...objects, ...scopes.filter((one) => one !== app)]
  const source = random.below(all.length)
  const target = random.chance(0.97) ? random.below(source + 1) : random.below(all.length)
  if (source !== target) all[source].node.addDependency(all[target])
}

function randomStep(scene: Scene): void {
  const { random, scopes, objects, constructs, cdk8s } = scene
  const charts = scopes.filter((one) => one instanceof cdk8s.Chart)
  const inside = scopes.filter((one) => one !== scene.app)
  const step = random.next()
  if (charts.length === 0 || step < 0.1) randomChart(scene, random.pick(random.chance(0.8) ? [scene.app] : scopes))
  else if (step < 0.2) scopes.push(new constructs.Construct(random.pick(inside), randomId(scene)))
  else if (step < 0.3) randomRawObject(scene, random.pick(inside))
  else if (step < 0.45) randomKubeObject(scene, random.pick(inside))
  else if (step < 0.8) randomResource(scene, random.pick(inside))
  else if (objects.length === 0) return
  else if (step < 0.86) randomPatch(scene)
  else if (step < 0.93) randomMetadataCall(scene)
  else if (step < 0.98) randomDependency(scene)
  else {
    const gone = random.pick(objects)
    gone.node.scope.node.tryRemoveChild(gone.node.id)
  }
}

function appProps({ random }: { readonly random: Seeded }, outdir: string): Loose {
  const props: Loose = { outdir }
  if (random.chance(0.4)) props.yamlOutputType = random.below(4)
  if (random.chance(0.2)) props.outputFileExtension = '.yaml'
  if (random.chance(0.1))
    props.resolvers = [
      {
        resolve: (context: Loose) => {
          if (context.value === 'web') context.replaceValue('resolved')
        },
      },
    ]
  return props
}

/** Runs a random program until it has made its constructs; the same seed makes the same program with other packages. */
export function randomProgram(random: Seeded, packages: Packages, table: ClassTable, outdir: string): Loose {
  const app = new packages.cdk8s.App(appProps({ random }, outdir))
  const scene: Scene = { ...packages, random, table, app, scopes: [app], objects: [], made: {} }
  for (let steps = 3 + random.below(14); steps > 0; steps--) randomStep(scene)
  return app
}
