import { isKnown, type Loose } from './native.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { Topology } from './plus-nodes.ts'

/** Where pods may run (cdk8s-plus-33 2.5.57, lib/pod.js, lib/workload.js). */

function validateWeight(weight: number): void {
  if (isKnown(weight) && (weight < 1 || weight > 100))
    throw new Error(`Invalid affinity weight: ${weight}. Must be in range 1-100`)
}

function podTerm(topology: Topology, selector: Loose): Loose {
  const config = selector.toPodSelectorConfig()
  return {
    topologyKey: topology.key,
    labelSelector: config.labelSelector._toKube(),
    namespaceSelector: config.namespaces?.labelSelector?._toKube(),
    namespaces: config.namespaces?.names,
  }
}

function affinityOf(preferred: Loose[], required: Loose[]): Loose {
  if (preferred.length === 0 && required.length === 0) return undefined
  return {
    preferredDuringSchedulingIgnoredDuringExecution: undefinedIfEmpty(preferred),
    requiredDuringSchedulingIgnoredDuringExecution: undefinedIfEmpty(required),
  }
}

function nodeAffinityOf(preferred: Loose[], required: Loose[]): Loose {
  const affinity = affinityOf(preferred, required)
  if (affinity === undefined || required.length === 0) return affinity
  return { ...affinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: required } }
}

/** The scheduling of one pod. */
export class PodScheduling {
  protected readonly instance: Loose
  private readonly nodePreferred: Loose[] = []
  private readonly nodeRequired: Loose[] = []
  private readonly podPreferred: Loose[] = []
  private readonly podRequired: Loose[] = []
  private readonly antiPreferred: Loose[] = []
  private readonly antiRequired: Loose[] = []
  private readonly tolerations: Loose[] = []
  private nodeName: string | undefined = undefined

  constructor(instance: Loose) {
    this.instance = instance
  }

  assign(node: Loose): void {
    if (this.nodeName)
      throw new Error(
        `Cannot assign ${this.instance.podMetadata.name} to node ${node.name}. It is already assigned to node ${this.nodeName}`,
      )
    this.nodeName = node.name
  }

  tolerate(node: Loose): void {
    for (const query of node.taintSelector) this.tolerations.push(query._toKube())
  }

  attract(node: Loose, options: Loose = {}): void {
    const term = { matchExpressions: node.labelSelector.map((query: Loose) => query._toKube()) }
    if (!options.weight) {
      this.nodeRequired.push(term)
      return
    }
    validateWeight(options.weight)
    this.nodePreferred.push({ weight: options.weight, preference: term })
  }

  colocate(selector: Loose, options: Loose = {}): void {
    const term = podTerm(options.topology ?? Topology.HOSTNAME, selector)
    if (!options.weight) {
      this.podRequired.push(term)
      return
    }
    validateWeight(options.weight)
    this.podPreferred.push({ weight: options.weight, podAffinityTerm: term })
  }

  separate(selector: Loose, options: Loose = {}): void {
    const term = podTerm(options.topology ?? Topology.HOSTNAME, selector)
    if (!options.weight) {
      this.antiRequired.push(term)
      return
    }
    validateWeight(options.weight)
    this.antiPreferred.push({ weight: options.weight, podAffinityTerm: term })
  }

  _toKube(): Loose {
    const nodeAffinity = nodeAffinityOf(this.nodePreferred, this.nodeRequired)
    const podAffinity = affinityOf(this.podPreferred, this.podRequired)
    const podAntiAffinity = affinityOf(this.antiPreferred, this.antiRequired)
    return {
      affinity:
        nodeAffinity || podAffinity || podAntiAffinity ? { nodeAffinity, podAffinity, podAntiAffinity } : undefined,
      nodeName: this.nodeName,
      tolerations: undefinedIfEmpty(this.tolerations),
    }
  }
}

/** The scheduling of a workload's pods. */
export class WorkloadScheduling extends PodScheduling {
  spread(options: Loose = {}): void {
    this.separate(this.instance, { weight: options.weight, topology: options.topology ?? Topology.HOSTNAME })
  }
}
