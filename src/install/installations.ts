import { canonicalText } from '../base/canonical-text.ts'
import { known, unknown } from '../base/maybe.ts'
import { groupBy } from '../base/order.ts'
import type { Snapshot } from '../snapshot/snapshot.ts'
import { type Installation, type InstalledTag, installationOf } from './installation.ts'
import { operatorRelease } from './istio-operator.ts'
import { releaseGap } from './release.ts'
import { sailInstallations } from './sail.ts'

/** The part of a unit that says what is installed. */
type Input = Pick<Snapshot, 'all'>

const found = new WeakMap<Input, readonly Installation[]>()

/** All that the IstioOperators and the Sail Operator's objects of a unit install; read once. Equal ones count once. */
export function installationsOf(snapshot: Input): readonly Installation[] {
  const before = found.get(snapshot)
  if (before) return before
  const operators = snapshot.all('IstioOperator').flatMap((resource) => {
    const release = operatorRelease(resource)
    return release ? [installationOf(release)] : []
  })
  const sail = sailInstallations({
    meshes: snapshot.all('Istio'),
    revisions: snapshot.all('IstioRevision'),
    tags: snapshot.all('IstioRevisionTag'),
  })
  const all = different([...withDefaultTag(operators), ...sail])
  found.set(snapshot, all)
  return all
}

/**
 * `istioctl install` makes the first revision of a cluster the default, `istioctl manifest generate` does not
 * (operator/pkg/webhook/webhook.go, detectIfTagWebhookIsNeeded): where no other installation of the unit is the default,
 * a revision may be.
 */
function withDefaultTag(installations: readonly Installation[]): readonly Installation[] {
  const isDefault = ({ revision, tags }: Installation): boolean =>
    revision === '' || tags.some(({ name }) => name === 'default')
  if (installations.some(isDefault)) return installations
  return installations.map((one) => ({ ...one, tags: [...one.tags, perhapsDefault(one)] }))
}

function perhapsDefault({ resource, revision, place }: Installation): InstalledTag {
  const hint = `say --revision ${revision} --revision default=${revision} where it is, else --revision ${revision}`
  const missing = unknown(releaseGap(resource, `whether the revision "${revision}"`, hint))
  const gap = { ...missing.gaps[0], what: `whether revision "${revision}" is the default one` }
  return { name: 'default', isKnown: known(true), exists: unknown(gap), place }
}

function different(installations: readonly Installation[]): readonly Installation[] {
  return [...groupBy(installations, contentOf).values()].flatMap((same) => same.slice(0, 1))
}

/** What an installation comes down to: equal for files that say the same. */
function contentOf({
  revision,
  isRevisionKnown,
  namespace,
  tags,
  webhooks,
  config,
  values,
  mesh,
}: Installation): string {
  const parts = [config, values, mesh].map((part) => (part.known ? canonicalText(part.value) : `?${part.gaps[0].what}`))
  const names = tags.map(({ name, exists }) => [name, exists.known])
  return JSON.stringify([revision, isRevisionKnown.known, namespace, names, webhooks, parts], withoutPlaces)
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'at' ? undefined : value
}
