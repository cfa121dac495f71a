import type { Host } from '../base/host.ts'
import { SourceFile } from '../base/source-file.ts'
import { groupOf, kindNameOf, kinds } from '../istio/known-kinds.ts'
import { otherClusterScopedKinds } from '../kube/kinds.ts'
import { createResource, type Resource, type ResourceParts } from '../kube/resource.ts'
import type { Shape } from '../kube/shape.ts'
import { isWorkload } from '../kube/workload.ts'
import { readBytes } from '../yaml/read-text.ts'
import { mayLeaveOut } from './left-out.ts'
import { mayHoldObjects } from './manifest-text.ts'
import type { FoundObject } from './objects.ts'
import { relativePath } from './paths.ts'
import { isTooLarge, readStart, tooLarge } from './read-file.ts'
import { type Manifest, readManifest } from './read-manifest.ts'
import type { Unit } from './unit.ts'
import { cannotRead } from './walk.ts'

/** One file that is to be read as manifests. */
export interface PlainFile {
  /** Absolute. */
  readonly path: string
  /** Whether it was typed on the command line: then all of it is read, and all that is wrong with it is told. */
  readonly isNamed: boolean
  /** What stands in for its content. */
  readonly content?: Uint8Array | undefined
}

/** Reads one file. `composeAll` also reads documents whose kind nothing reads. */
export function readPlainFile(file: PlainFile, composeAll: boolean, host: Host): Manifest {
  const path = relativePath(host.cwd, file.path)
  const options = composeAll || file.isNamed ? {} : { mayLeaveOut }
  try {
    const bytes = file.content ?? readStart(host, file.path)
    if (!file.isNamed && !mayHoldObjects(bytes)) return nothing(path)
    if (isTooLarge(bytes))
      return { ...nothing(path), failures: [tooLarge(path, file.content ? 0 : host.size(file.path))] }
    return readManifest(readBytes(path, bytes, options), file.isNamed)
  } catch (error) {
    return { ...nothing(path), failures: [cannotRead(host, file.path, error)] }
  }
}

function nothing(path: string): Manifest {
  const read = { file: new SourceFile(path, ''), notes: [] }
  return { read, objects: [], failures: [], skipped: [], uncomposed: 0, clusterScoped: [] }
}

/** The unit of all plain files of a project: they are applied together. */
export function plainUnit(manifests: readonly Manifest[], namespace: string | undefined): Unit {
  const clusterScoped = new Set(manifests.flatMap((manifest) => manifest.clusterScoped))
  const resources = manifests.flatMap(({ objects }) => {
    return objects.map((object) => resourceOf(object, clusterScoped, namespace))
  })
  const used = manifests.filter(({ objects, read }) => objects.length > 0 || read.notes.length > 0)
  return { name: '.', kind: 'plain', resources, files: used.map(({ read }) => read) }
}

/** One object as a resource, read by the shape of its kind. */
export function resourceOf(
  { root, apiVersion, kind }: FoundObject,
  clusterScoped: ReadonlySet<string>,
  defaultNamespace: string | undefined,
  more: Pick<ResourceParts<unknown>, 'exists' | 'repeated' | 'made'> = {},
): Resource {
  const known = kindNameOf(apiVersion, kind)
  const kindName = known ?? (isWorkload(root, 'Other') ? 'CustomWorkload' : 'Other')
  const isCluster = !known && isClusterScoped(apiVersion, kind, clusterScoped)
  const scope = isCluster ? 'Cluster' : kinds[kindName].scope
  const shape: Shape<unknown> = kinds[kindName].shape
  return createResource({ root, shape, apiVersion, kind, kindName, scope, defaultNamespace, ...more })
}

function isClusterScoped(apiVersion: string, kind: string, defined: ReadonlySet<string>): boolean {
  const group = groupOf(apiVersion)
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io')
  return defined.has(`${group}/${kind}`) || (isBuiltIn && otherClusterScopedKinds.has(kind))
}
