import { ApiObject } from './api-object.ts'
import { Construct } from './constructs.ts'
import { Names } from './names.ts'
import { type Loose, unknownValue } from './native.ts'
import { Yaml } from './yaml.ts'

/** Objects from YAML files and Helm charts (cdk8s 2.70.106, lib/include.js, lib/helm.js). */

/** The objects of a YAML file as constructs. */
export class Include extends Construct {
  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id)
    let order = 0
    for (const object of Yaml.load(props.url)) {
      const name = object.metadata?.name ?? `object${order++}`
      const parts = [name, object.kind?.toLowerCase(), object.metadata?.namespace]
      new ApiObject(this, parts.filter((part) => part).join('-'), object)
    }
  }

  get apiObjects(): Construct[] {
    return this.node.children.filter((child) => child instanceof ApiObject)
  }
}

/** A Helm chart: nothing is run, so its objects are unknown. */
export class Helm extends Include {
  readonly releaseName: string

  constructor(scope: Construct, id: string, props: Loose) {
    super(scope, id, { url: unknownValue('the objects of a Helm chart', 'render the chart and include its output') })
    this.releaseName = props.releaseName ?? Names.toDnsLabel(scope, { maxLen: 53, extra: [id] })
  }
}
