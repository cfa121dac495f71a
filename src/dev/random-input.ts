import { missing, type PartialInput, Unsaid } from './unsaid.ts'

/** Numbers below a bound, the same for the same seed. */
export type Random = (below: number) => number

/** A generator of Park and Miller: good enough to mix, and the same everywhere. */
export function randomly(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

type Texts = Readonly<Record<string, unknown>>

/** What a label or annotation may be, as far as anybody asks: the last is a value that nobody asks for. */
type Choices = Readonly<Record<string, readonly unknown[]>>

const namespaceChoices: Choices = {
  'istio-injection': [missing, 'enabled', 'disabled', 'maybe'],
  'istio.io/rev': [missing, 'default', 'canary', 'old'],
  team: [missing, 'a', 'b', 'c'],
}

const labelChoices: Choices = {
  'sidecar.istio.io/inject': [missing, 'true', 'false', '', 'yes'],
  'istio.io/rev': [missing, 'default', 'canary', 'old'],
  team: [missing, 'a', 'b', 'c'],
}

const annotationChoices: Choices = {
  'sidecar.istio.io/inject': [missing, 'true', 'false', '', 'yes'],
  'inject.istio.io/templates': [missing, 'sidecar', 'grpc-simple', 'kube-gateway', ''],
  'traffic.sidecar.istio.io/excludeInboundPorts': [missing, '8080', 'abc'],
  'sidecar.istio.io/logLevel': [missing, 'debug', 'a: b'],
  'proxy.istio.io/overrides': [missing, '{}', '{'],
  'prometheus.io/scrape': [missing, 'true', 'false', 'x'],
  'prometheus.io/port': [missing, '8080', '15020', '15090'],
  'prometheus.istio.io/merge-metrics': [missing, 'true', 'false', 'x'],
  'prometheus.istio.io/scrape-targets': [missing, '8080', ':a', '15090'],
}

/** What an annotation that may be there beside the others can change. */
const openAnnotations: Choices = {
  'sidecar.istio.io/inject': [missing, 'true', 'false'],
  'inject.istio.io/templates': [missing, 'grpc-simple'],
  'traffic.sidecar.istio.io/excludeOutboundPorts': [missing, 'abc'],
  'prometheus.istio.io/merge-metrics': [missing, 'false'],
  'prometheus.io/scrape': [missing, 'false'],
}

/** Of a map to which any entry may come, all that are not written are unsaid. */
function opened(texts: Texts, choices: Choices): Texts {
  const isOpen = Object.values(texts).some((value) => value instanceof Unsaid && value.values.includes(missing))
  const unsaid = Object.entries(choices).map(([key, values]) => [key, new Unsaid(values)] as const)
  return isOpen ? { ...Object.fromEntries(unsaid), ...texts } : texts
}

const hostNetworks: readonly unknown[] = [missing, false, true]

function one<T>(random: Random, values: readonly T[]): T {
  const value = values[random(values.length)]
  if (value === undefined) throw new Error('nothing to choose from')
  return value
}

/** One of the choices; more often the first, which is usually that nothing is written. */
function usually(random: Random, values: readonly unknown[]): unknown {
  return random(2) === 0 ? values[0] : one(random, values)
}

/** How much of an input is left unsaid: the share of its parts, in percent, and the most completions of one part. */
export interface Unsaying {
  readonly percent: number
  readonly most: number
  /** Whether webhooks may have conditions. */
  readonly conditions: boolean
}

/** Makes random inputs for one workload, of which parts are left unsaid. */
export function randomInput(random: Random, unsaying: Unsaying): PartialInput {
  return new InputMaker(random, unsaying).input()
}

class InputMaker {
  readonly #random: Random
  readonly #unsaying: Unsaying

  constructor(random: Random, unsaying: Unsaying) {
    this.#random = random
    this.#unsaying = unsaying
  }

  input(): PartialInput {
    const random = this.#random
    const workload = this.#workload()
    const others = random(2) === 0 ? [] : [...this.#configurations(), ...(random(2) === 0 ? this.#configMaps() : [])]
    const installed = random(3) === 0 ? [{ revision: '' }, { revision: 'canary' }] : [{ revision: '' }]
    if (this.#leavesOut(1)) {
      const spec = { ...workload, metadata: { name: 'redis', namespace: this.#anyNamespace() } }
      return { objects: [...allNamespaces, ...others, spec], installed }
    }
    const name = random(12) === 0 ? 'kube-system' : 'prod'
    const placed = { ...workload, metadata: { name: 'redis', namespace: name } }
    return { objects: [this.#namespace(name), ...others, placed], installed }
  }

  /** Whether a part with so many completions is left unsaid. */
  #leavesOut(completions: number): boolean {
    return completions <= this.#unsaying.most && this.#random(100) < this.#unsaying.percent
  }

  #anyNamespace(): Unsaid {
    const names = allNamespaces.map(({ metadata }) => metadata.name)
    return new Unsaid(names, this.#random(2) === 0 ? 'hole' : 'nothing')
  }

  #namespace(name: string): unknown {
    const all = combinations(namespaceChoices)
    if (this.#leavesOut(all.length))
      return new Unsaid(
        all.map((labels) => namespaceOf(name, labels)),
        'nothing',
      )
    const labels = this.#labels(namespaceChoices)
    if (!this.#leavesOut(2) || Object.values(labels).some((value) => value instanceof Unsaid))
      return namespaceOf(name, labels)
    const [key, choices] = one(this.#random, Object.entries(namespaceChoices))
    const two = choices.slice(1, 3).map((value) => namespaceOf(name, { ...labels, [key]: value }))
    return new Unsaid(two, 'alternatives')
  }

  /** Labels, some values unsaid; where a label may be missing, so may every other that is not written. */
  #labels(choices: Choices): Texts {
    return opened(
      this.#texts(choices, (values) => one(this.#random, values)),
      choices,
    )
  }

  #annotations(): Texts {
    return opened(
      this.#texts(annotationChoices, (values) => usually(this.#random, values)),
      openAnnotations,
    )
  }

  #texts(choices: Choices, choose: (values: readonly unknown[]) => unknown): Texts {
    const found: Record<string, unknown> = {}
    for (const [key, values] of Object.entries(choices)) {
      const value = choose(values)
      if (this.#leavesOut(values.length)) found[key] = new Unsaid(this.#random(2) === 0 ? values : values.slice(1))
      else if (value !== missing) found[key] = value
    }
    return found
  }

  #workload() {
    const all = combinations(labelChoices)
    const labels = this.#leavesOut(all.length) ? new Unsaid(all) : this.#labels(labelChoices)
    const hostNetwork = this.#scalar('hostNetwork', hostNetworks)
    const template = {
      metadata: { labels, annotations: this.#annotations() },
      spec: { ...hostNetwork, containers: [{ name: 'redis', image: 'redis' }] },
    }
    const replicas = this.#scalar('replicas', [missing, 1, 2, 3])
    return { apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { ...replicas, serviceName: 'redis', template } }
  }

  #scalar(key: string, values: readonly unknown[]): Texts {
    const value = usually(this.#random, values)
    if (this.#leavesOut(values.length)) return { [key]: new Unsaid(values.slice(1)) }
    return value === missing ? {} : { [key]: value }
  }

  #configurations(): readonly unknown[] {
    const names = ['a-hooks', 'istio-sidecar-injector', 'z-hooks'].slice(0, 1 + this.#random(3))
    return names.map((name) => this.#configuration(name))
  }

  #configuration(name: string): unknown {
    const make = () =>
      configurationOf(
        name,
        Array.from({ length: 1 + this.#random(3) }, (_, index) => this.#webhook(name, index)),
      )
    if (this.#leavesOut(2)) return new Unsaid([make(), missing], 'perhaps')
    if (this.#leavesOut(2)) return new Unsaid([make(), make()], 'alternatives')
    return make()
  }

  #webhook(configuration: string, index: number): unknown {
    const random = this.#random
    const isIstios = configuration.startsWith('istio') || random(3) === 0
    const service = isIstios ? one(random, ['istiod', 'istiod-canary']) : 'hook'
    const reinvocation = random(3) === 0 ? { reinvocationPolicy: 'IfNeeded' } : {}
    return {
      name: `w${index}.${isIstios ? 'sidecar-injector.istio.io' : 'example.com'}`,
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      clientConfig: { service: { name: service, namespace: 'istio-system', path: isIstios ? '/inject' : '/mutate' } },
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      namespaceSelector: this.#selector(namespaceChoices),
      objectSelector: this.#selector({ ...labelChoices, ...podNames }),
      ...reinvocation,
      ...(this.#unsaying.conditions && random(4) === 0 ? this.#conditions() : {}),
    }
  }

  #selector(choices: Choices): unknown {
    const count = this.#random(3)
    const requirement = (): unknown => {
      const [key, values] = one(this.#random, Object.entries(choices))
      const operator = one(this.#random, ['In', 'NotIn', 'Exists', 'DoesNotExist'])
      const asked = values.slice(1, 2 + this.#random(2))
      return { key, operator, ...(operator.endsWith('In') ? { values: asked } : {}) }
    }
    return { matchExpressions: Array.from({ length: count }, requirement) }
  }

  #conditions(): Texts {
    const expression = one(this.#random, [
      'object.metadata.labels["team"] == "a"',
      '!("team" in object.metadata.labels) || object.metadata.labels["team"] == "a"',
      'object.metadata.?labels["istio.io/rev"].orValue("") != "canary"',
      'object.spec.?hostNetwork.orValue(false) == true',
      'object.metadata.name.endsWith("-0")',
      'request.namespace == "prod"',
    ])
    return {
      matchConditions: [{ name: 'only', expression }],
      failurePolicy: one(this.#random, ['Fail', 'Ignore']),
    }
  }

  #configMaps(): readonly unknown[] {
    const make = () => configMapOf(this.#settings())
    if (this.#leavesOut(2)) return [new Unsaid([make(), make()], 'alternatives')]
    if (this.#leavesOut(3))
      return [configMapOf(new Unsaid(policies.map((policy) => `policy: ${policy}\n${templates}`)))]
    return [make()]
  }

  #settings(): string {
    const policy = one(this.#random, policies)
    const team = one(this.#random, ['a', 'b'])
    const selector = one(this.#random, ['neverInjectSelector', 'alwaysInjectSelector', 'other'])
    return `policy: ${policy}\n${selector}:\n- matchLabels:\n    team: ${team}\n${templates}`
  }
}

const policies = ['enabled', 'disabled', 'other']
const templates = 'templates:\n  sidecar: |\n    x\n  grpc-simple: |\n    x\n  kube-gateway: |\n    x\n'

const podNames: Choices = { 'statefulset.kubernetes.io/pod-name': [missing, 'redis-1', 'redis-2'] }

function namespaceOf(name: string, labels: Texts) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }
}

function configurationOf(name: string, webhooks: readonly unknown[]): unknown {
  const apiVersion = 'admissionregistration.k8s.io/v1'
  return { apiVersion, kind: 'MutatingWebhookConfiguration', metadata: { name }, webhooks }
}

function configMapOf(config: unknown): unknown {
  const metadata = { name: 'istio-sidecar-injector', namespace: 'istio-system' }
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { config } }
}

/** Every way to choose among labels. */
function combinations(choices: Choices): readonly Texts[] {
  return Object.entries(choices).reduce<readonly Texts[]>(
    (all, [key, values]) =>
      all.flatMap((texts) => values.map((value) => (value === missing ? texts : { ...texts, [key]: value }))),
    [{}],
  )
}

/** Where the namespace is not said, one Namespace for each choice of labels, and one that injectors ignore. */
const allNamespaces = [
  ...combinations(namespaceChoices).map((labels, index) => namespaceOf(`n${index}`, labels)),
  namespaceOf('kube-system', { 'istio-injection': 'enabled' }),
]
