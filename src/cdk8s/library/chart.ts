import { ApiObject } from './api-object.ts'
import { chartOf, isChart } from './chart-of.ts'
import { Construct } from './constructs.ts'
import { Names } from './names.ts'
import { type Loose, remark } from './native.ts'
import { chartToJson } from './synth.ts'

/** Charts: what is written into one file (cdk8s 2.70.106, lib/chart.js). */
export class Chart extends Construct {
  static isChart(value: Loose): boolean {
    return isChart(value)
  }

  static of(construct: Construct): Chart {
    return chartOf(construct)
  }

  readonly isCdk8sChart = true
  readonly namespace: Loose
  private readonly _labels: Loose
  private readonly _disableResourceNameHashes: boolean

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.namespace = props.namespace
    this._labels = props.labels ?? {}
    if (props.labels) remark('chart-labels', this, props.labels)
    this._disableResourceNameHashes = props.disableResourceNameHashes ?? false
  }

  get labels(): Loose {
    return { ...this._labels }
  }

  /** Programs may override it. */
  generateObjectName(apiObject: ApiObject): string {
    const includeHash = !this._disableResourceNameHashes
    return Names.toDnsLabel(apiObject, apiObject.kind === 'CronJob' ? { includeHash, maxLen: 52 } : { includeHash })
  }

  addDependency(...dependencies: Construct[]): void {
    this.node.addDependency(...dependencies)
  }

  get apiObjects(): Construct[] {
    return this.node.children.filter((child) => child instanceof ApiObject)
  }

  toJson(): Loose[] {
    return chartToJson(this)
  }
}
