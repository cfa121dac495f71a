import type { SourceLocation } from '../../base/source-file.ts'
import { type Resource, showName, showNamespace, unsetNamespaceName } from '../../kube/resource.ts'
import type { ResourceName } from '../../rule/problem.ts'
import { oneLine } from './text.ts'

/** `deploy/redis.yaml:21:26`; the path alone where nothing more is known. */
export function showPlace(at: SourceLocation): string {
  if (at.precision === 'file') return oneLine(at.file.path)
  const { line, column } = at.file.position(at.span.start)
  return `${oneLine(at.file.path)}:${line}:${column}`
}

/** `StatefulSet prod/redis`, as people read it. */
export function showResource(resource: Resource): string {
  const namespace = resource.namespace ? `${showNamespace(resource.namespace)}/` : ''
  return oneLine(`${resource.kind} ${namespace}${showName(resource)}`)
}

/** The same of an object's name alone. */
export function showResourceName({ kind, namespace, name }: ResourceName): string {
  const place = namespace === undefined ? '' : `${namespace ?? unsetNamespaceName}/`
  return oneLine(`${kind} ${place}${name ?? '?'}`)
}

/** Where an object is shown: at its name, never the whole object. */
export function placeOfResource(resource: Resource): SourceLocation {
  return resource.at(['metadata', 'name'])
}
