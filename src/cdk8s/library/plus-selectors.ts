import { Construct } from './constructs.ts'
import { isEmpty, type Loose } from './native.ts'
import { undefinedIfEmpty } from './plus-empty.ts'

/** Selectors of pods, namespaces and nodes (cdk8s-plus-33 2.5.57, lib/pod.js, lib/namespace.js). */

/** The label by which cdk8s-plus finds the pods of a workload. */
export const addressLabel = 'cdk8s.io/metadata.addr'

/** The label that every namespace has. */
export const nameLabel = 'kubernetes.io/metadata.name'

/** One condition on labels. */
export class LabelExpression {
  static in(key: string, values: Loose): LabelExpression {
    return new LabelExpression(key, 'In', values)
  }

  static notIn(key: string, values: Loose): LabelExpression {
    return new LabelExpression(key, 'NotIn', values)
  }

  static exists(key: string): LabelExpression {
    return new LabelExpression(key, 'Exists', undefined)
  }

  static doesNotExist(key: string): LabelExpression {
    return new LabelExpression(key, 'DoesNotExist', undefined)
  }

  readonly key: string
  readonly operator: string
  readonly values: Loose

  private constructor(key: string, operator: string, values: Loose) {
    this.key = key
    this.operator = operator
    this.values = values
  }
}

/** Labels and conditions on labels. */
export class LabelSelector {
  static of(options: Loose = {}): LabelSelector {
    return new LabelSelector(options.expressions ?? [], options.labels ?? {})
  }

  private readonly expressions: Loose
  private readonly labels: Loose

  private constructor(expressions: Loose, labels: Loose) {
    this.expressions = expressions
    this.labels = labels
  }

  isEmpty(): boolean {
    return isEmpty(this.expressions) && isEmpty(this.labels)
  }

  _toKube(): Loose {
    if (this.isEmpty()) return {}
    const expressions = this.expressions.map(({ key, operator, values }: Loose) => ({ key, operator, values }))
    return { matchExpressions: undefinedIfEmpty(expressions), matchLabels: undefinedIfEmpty(this.labels) }
  }
}

/** Pods by their labels. */
export class Pods extends Construct {
  static select(scope: Construct, id: string, options: Loose): Pods {
    return new Pods(scope, id, options.expressions, options.labels, options.namespaces)
  }

  static all(scope: Construct, id: string, options: Loose = {}): Pods {
    return Pods.select(scope, id, { namespaces: options.namespaces })
  }

  private readonly expressions: Loose
  private readonly labels: Loose
  private readonly namespaces: Loose

  constructor(scope: Construct, id: string, expressions?: Loose, labels?: Loose, namespaces?: Loose) {
    super(scope, id)
    this.expressions = expressions
    this.labels = labels
    this.namespaces = namespaces
  }

  toPodSelectorConfig(): Loose {
    return {
      labelSelector: LabelSelector.of({ expressions: this.expressions, labels: this.labels }),
      namespaces: this.namespaces?.toNamespaceSelectorConfig(),
    }
  }

  toNetworkPolicyPeerConfig(): Loose {
    return { podSelector: this.toPodSelectorConfig() }
  }

  toPodSelector(): Loose {
    return this
  }
}

/** Namespaces by their names or labels. */
export class Namespaces extends Construct {
  static select(scope: Construct, id: string, options: Loose): Namespaces {
    return new Namespaces(scope, id, options.expressions, options.names, options.labels)
  }

  static all(scope: Construct, id: string): Namespaces {
    return Namespaces.select(scope, id, { expressions: [], labels: {} })
  }

  private readonly expressions: Loose
  private readonly names: Loose
  private readonly labels: Loose
  private readonly _pods: Pods

  constructor(scope: Construct, id: string, expressions?: Loose, names?: Loose, labels?: Loose) {
    super(scope, id)
    this.expressions = expressions
    this.names = names
    this.labels = labels
    this._pods = Pods.all(this, 'Pods', { namespaces: this })
  }

  toNamespaceSelectorConfig(): Loose {
    return {
      labelSelector: LabelSelector.of({ expressions: this.expressions, labels: this.labels }),
      names: this.names,
    }
  }

  toNetworkPolicyPeerConfig(): Loose {
    return this._pods.toNetworkPolicyPeerConfig()
  }

  toPodSelector(): Loose {
    return this._pods.toPodSelector()
  }
}
