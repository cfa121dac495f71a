import type { Loose } from './native.ts'
import { TaintEffect } from './plus-enums.ts'

/** Nodes to schedule pods on (cdk8s-plus-33 2.5.57, lib/pod.js). */

/** One condition on a node's labels. */
export class NodeLabelQuery {
  static is(key: string, value: string): NodeLabelQuery {
    return NodeLabelQuery.in(key, [value])
  }

  static in(key: string, values: Loose): NodeLabelQuery {
    return new NodeLabelQuery(key, 'In', values)
  }

  static notIn(key: string, values: Loose): NodeLabelQuery {
    return new NodeLabelQuery(key, 'NotIn', values)
  }

  static exists(key: string): NodeLabelQuery {
    return new NodeLabelQuery(key, 'Exists', undefined)
  }

  static doesNotExist(key: string): NodeLabelQuery {
    return new NodeLabelQuery(key, 'DoesNotExist', undefined)
  }

  static gt(key: string, values: Loose): NodeLabelQuery {
    return new NodeLabelQuery(key, 'Gt', values)
  }

  static lt(key: string, values: Loose): NodeLabelQuery {
    return new NodeLabelQuery(key, 'Lt', values)
  }

  private readonly key: string
  private readonly operator: string
  private readonly values: Loose

  private constructor(key: string, operator: string, values: Loose) {
    this.key = key
    this.operator = operator
    this.values = values
  }

  _toKube(): Loose {
    return { key: this.key, operator: this.operator, values: this.values }
  }
}

/** One condition on a node's taints. */
export class NodeTaintQuery {
  static is(key: string, value: string, options: Loose = {}): NodeTaintQuery {
    return new NodeTaintQuery('Equal', key, value, options)
  }

  static exists(key: string, options: Loose = {}): NodeTaintQuery {
    return new NodeTaintQuery('Exists', key, undefined, options)
  }

  static any(): NodeTaintQuery {
    return new NodeTaintQuery('Exists', undefined, undefined, {})
  }

  private readonly operator: string
  private readonly key: Loose
  private readonly value: Loose
  private readonly effect: Loose
  private readonly evictAfter: Loose

  private constructor(operator: string, key: Loose, value: Loose, { effect, evictAfter }: Loose) {
    if (evictAfter && effect !== TaintEffect.NO_EXECUTE)
      throw new Error("Only 'NO_EXECUTE' effects can specify 'evictAfter'")
    this.operator = operator
    this.key = key
    this.value = value
    this.effect = effect
    this.evictAfter = evictAfter
  }

  _toKube(): Loose {
    return {
      effect: this.effect,
      key: this.key,
      operator: this.operator,
      tolerationSeconds: this.evictAfter?.toSeconds(),
      value: this.value,
    }
  }
}

/** Nodes with certain labels. */
export class LabeledNode {
  readonly labelSelector: NodeLabelQuery[]

  constructor(labelSelector: NodeLabelQuery[]) {
    this.labelSelector = labelSelector
  }
}

/** Nodes with certain taints. */
export class TaintedNode {
  readonly taintSelector: NodeTaintQuery[]

  constructor(taintSelector: NodeTaintQuery[]) {
    this.taintSelector = taintSelector
  }
}

/** The node of a name. */
export class NamedNode {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/** Says which nodes are meant. */
export const Node = Object.freeze({
  labeled: (...labelSelector: NodeLabelQuery[]) => new LabeledNode(labelSelector),
  named: (name: string) => new NamedNode(name),
  tainted: (...taintSelector: NodeTaintQuery[]) => new TaintedNode(taintSelector),
})

/** What counts as one place for pods that keep together or apart. */
export class Topology {
  static readonly HOSTNAME = new Topology('kubernetes.io/hostname')
  static readonly ZONE = new Topology('topology.kubernetes.io/zone')
  static readonly REGION = new Topology('topology.kubernetes.io/region')

  static custom(key: string): Topology {
    return new Topology(key)
  }

  readonly key: string

  private constructor(key: string) {
    this.key = key
  }
}
