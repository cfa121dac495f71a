import {
  allOf,
  anyOf,
  type Labels,
  labelsOf,
  type Maybe,
  readSelector,
  requirementMatches,
  selectorMatches,
  type Webhook,
} from '../../src/rule/index.ts'
import { revisionKey } from './injection.ts'

/** Whether any injector is called for some pod of a namespace with these labels. */
export function reachesNamespace(injectors: readonly Webhook[], labels: Labels): Maybe<boolean> {
  return anyOf(injectors.map((injector) => selects(injector, labels)))
}

/** The revisions that act on a namespace with these labels, as far as that is certain. */
export function actingRevisions(injectors: readonly Webhook[], labels: Labels): ReadonlySet<string> {
  const acting = injectors.filter((injector) => {
    const selected = selects(injector, labels)
    return selected.known && selected.value
  })
  return new Set(acting.flatMap(({ revision }) => revision ?? []))
}

function selects({ body, exists }: Webhook, labels: Labels): Maybe<boolean> {
  return allOf([exists, selectorMatches(readSelector(body.view('namespaceSelector')), labels)])
}

/** Where a revision or tag is asked for: in the selector of namespaces, or of pods. */
export type SelectorName = 'namespaceSelector' | 'objectSelector'

/** The injectors that ask for a revision or tag by its name. */
export function injectorsOf(injectors: readonly Webhook[], selector: SelectorName, revision: string): Maybe<Webhook[]> {
  const labels = labelsOf({ [revisionKey]: revision })
  const found: Webhook[] = []
  for (const injector of injectors) {
    const asked = allOf([injector.exists, asksFor(injector, selector, labels)])
    if (!asked.known) return asked
    if (asked.value) found.push(injector)
  }
  return { known: true, value: found }
}

function asksFor({ body }: Webhook, selector: SelectorName, labels: Labels): Maybe<boolean> {
  const { requirements, more } = readSelector(body.view(selector))
  const asked = requirements.filter(({ key, operator }) => {
    const isAsking = !operator.known || ['in', '=', '==', 'exists'].includes(operator.value)
    return isAsking && (!key.known || key.value === revisionKey)
  })
  return anyOf([...asked.map((requirement) => requirementMatches(requirement, labels)), ...(more ? [more] : [])])
}

/** The names of revisions and tags that injectors ask for. */
export function revisionNames(injectors: readonly Webhook[]): readonly string[] {
  const names = injectors.flatMap(({ body }) =>
    [
      ...readSelector(body.view('namespaceSelector')).requirements,
      ...readSelector(body.view('objectSelector')).requirements,
    ]
      .filter(({ key }) => key.known && key.value === revisionKey)
      .flatMap(({ values }) => values.flatMap((value) => (value.known ? [value.value] : []))),
  )
  return [...new Set(names)]
}

/** Whether nothing is said of the installation, so that Istio's default revision alone is assumed. */
export function isAssumed(injectors: readonly Webhook[]): boolean {
  return injectors.every(({ embedded, revision }) => embedded && revision === 'default')
}
