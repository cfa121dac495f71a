import type { Construct } from './constructs.ts'
import { ApiObjectMetadataDefinition } from './metadata.ts'
import { Names } from './names.ts'
import type { Loose } from './native.ts'
import { PodConnections } from './plus-connections.ts'
import { undefinedIfEmpty } from './plus-empty.ts'
import { Topology } from './plus-nodes.ts'
import { AbstractPod } from './plus-pod.ts'
import { WorkloadScheduling } from './plus-scheduling.ts'
import { addressLabel, LabelSelector } from './plus-selectors.ts'

/** What makes pods from a template (cdk8s-plus-33 2.5.57, lib/workload.js). */
export class Workload extends AbstractPod {
  readonly connections: PodConnections
  readonly scheduling: WorkloadScheduling
  private readonly spread: boolean
  private readonly _props: Loose
  private readonly _matcher: string
  private readonly _matchExpressions: Loose[] = []
  private _matchLabels: Loose = {}
  private _podMetadata: ApiObjectMetadataDefinition | undefined = undefined

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, props)
    this._props = props
    this.scheduling = new WorkloadScheduling(this)
    this.connections = new PodConnections(this)
    this.spread = props.spread ?? false
    this._matcher = Names.toLabelValue(this)
    if (props.select ?? true) this.select(LabelSelector.of({ labels: { [addressLabel]: this._matcher } }))
  }

  /** The metadata of the template: no labels and no namespace of the chart reach it. */
  override get podMetadata(): ApiObjectMetadataDefinition {
    if (!this._podMetadata) {
      this._podMetadata = new ApiObjectMetadataDefinition({ ...this._props.podMetadata, apiObject: this.apiObject })
      this._podMetadata.addLabel(addressLabel, this._matcher)
    }
    return this._podMetadata
  }

  select(...selectors: LabelSelector[]): void {
    for (const selector of selectors) {
      const { matchExpressions, matchLabels } = selector._toKube()
      this._matchExpressions.push(...(matchExpressions ?? []))
      this._matchLabels = { ...this._matchLabels, ...(matchLabels ?? {}) }
    }
  }

  get matchLabels(): Loose {
    return { ...this._matchLabels }
  }

  get matchExpressions(): Loose[] {
    return [...this._matchExpressions]
  }

  _toLabelSelector(): Loose {
    return {
      matchExpressions: undefinedIfEmpty(this._matchExpressions),
      matchLabels: undefinedIfEmpty(this._matchLabels),
    }
  }

  override _toPodSpec(): Loose {
    if (this.spread) {
      this.scheduling.spread({ topology: Topology.HOSTNAME })
      this.scheduling.spread({ topology: Topology.ZONE })
    }
    return { ...super._toPodSpec(), ...this.scheduling._toKube() }
  }

  protected _toTemplate(): Loose {
    return { metadata: this.podMetadata.toJson(), spec: this._toPodSpec() }
  }
}
