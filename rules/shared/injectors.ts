import {
  allOf,
  anyOf,
  type Gap,
  type Labels,
  labelsOf,
  type Maybe,
  nearestNames,
  type Resource,
  readSelector,
  requirementMatches,
  type Snapshot,
  selectorMatches,
  type Webhook,
} from '../../src/rule/index.ts'
import { nameOf, revisionKey, titleOf } from './injection.ts'

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

/**
 * Whether an installation of a revision is in the unit, whose webhooks are made elsewhere: istiod itself, the resource of
 * istioctl or of the Sail operator, which names revisions after the resource and the version (`default-v1-30-1`).
 */
export function installationOf({ unit }: Pick<Snapshot, 'unit'>, revision: string): Resource | undefined {
  return unit.resources.find((one) => {
    const name = one.name.known ? one.name.value : ''
    if (one.apiVersion.startsWith('sailoperator.io/')) return name === revision || revision.startsWith(`${name}-v`)
    const written = one.apiVersion.startsWith('install.istio.io/') ? one.raw('spec', 'revision') : undefined
    // A Pod of istiod has a suffix: istiod-canary-5d8c9f-x2x4z.
    return `${name}-`.startsWith(`istiod-${revision}-`) || (written?.known && written.value === revision)
  })
}

/** What is missing where a revision is installed by other means than the webhooks of the input. */
export function installationGap(installation: Resource, revision: string): readonly Gap[] {
  const what = `the webhooks of revision "${revision}", which ${titleOf(installation)} installs`
  return [{ what, hint: `say --revision ${revision}`, at: nameOf(installation) }]
}

/** What a message says of a revision that nobody serves: the nearest name, or that nothing tells what is installed. */
export function revisionHint(revision: string, injectors: readonly Webhook[]): string {
  // A webhook that is switched off may name the very revision.
  const others = revisionNames(injectors).filter((name) => name !== revision)
  const [nearest] = nearestNames(revision, others)
  if (nearest !== undefined) return ` Did you mean "${nearest}"?`
  return isAssumed(injectors)
    ? ' Nothing here says which revisions are installed: only the default one is assumed.'
    : ''
}
