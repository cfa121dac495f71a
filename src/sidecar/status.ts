import type { Node } from '../base/tree.ts'
import { goText } from './go-json.ts'
import { itemsAt, wordAt } from './texts.ts'

/** What the templates put in, by name: getInjectionStatus, pkg/kube/inject/webhook.go, Istio 1.30.3. */
export function statusJson(template: Node, revision: string): string {
  const names = (kind: string): string => {
    const items = itemsAt(template, 'spec', kind)
    return items.length === 0 ? 'null' : `[${items.map((item) => goText(wordAt(item, 'name'))).join(',')}]`
  }
  const lists = ['initContainers', 'containers', 'volumes', 'imagePullSecrets'].map(
    (kind) => `"${kind}":${names(kind)}`,
  )
  return `{${lists.join(',')},"revision":${goText(revision || 'default')}}`
}
