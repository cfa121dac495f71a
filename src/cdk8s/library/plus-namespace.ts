import type { Construct } from './constructs.ts'
import { KubeNamespace } from './k8s.ts'
import type { Loose } from './native.ts'
import { Resource } from './plus-resource.ts'
import { Namespaces, nameLabel, Pods } from './plus-selectors.ts'

/** A Namespace (cdk8s-plus-33 2.5.57, lib/namespace.js). */
export class Namespace extends Resource {
  static readonly NAME_LABEL = nameLabel

  readonly resourceType = 'namespaces'
  private readonly _pods: Pods

  constructor(scope: Construct, id: string, props: Loose = {}) {
    super(scope, id)
    this.apiObject = new KubeNamespace(this, 'Resource', { metadata: props.metadata, spec: {} })
    this._pods = Pods.all(this, 'Pods', {
      namespaces: Namespaces.select(this, 'Namespaces', { names: [this.name] }),
    })
  }

  toNamespaceSelectorConfig(): Loose {
    return { names: [this.name] }
  }

  toNetworkPolicyPeerConfig(): Loose {
    return this._pods.toNetworkPolicyPeerConfig()
  }

  toPodSelector(): Loose {
    return this._pods.toPodSelector()
  }
}
