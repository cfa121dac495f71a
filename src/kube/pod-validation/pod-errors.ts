import { type Node, nodeAt, type TreePath } from '../../base/tree.ts'
import { isDns1123Subdomain, isQualifiedName } from '../names.ts'
import { type FieldError, fieldPath, invalid, invalidFor } from './field-error.ts'
import { labelErrors, podSpecErrors, writtenVolumes } from './pod-spec-errors.ts'
import { entriesOf, itemsOf, part, textOf } from './read-part.ts'

/**
 * What the API server refuses in a pod that is to be stored, in its order: ValidatePodCreate,
 * pkg/apis/core/validation/validation.go, Kubernetes 1.35. Only what is certain.
 */
export function podErrors(pod: Node): readonly FieldError[] {
  const spec = nodeAt(pod, ['spec'])
  if (spec?.type !== 'map') return []
  const metadata = part(pod, 'metadata')
  const volumes = writtenVolumes(spec, ['spec'])
  return [
    ...nameErrors(metadata),
    ...labelErrors(entriesOf(metadata, 'labels'), ['metadata', 'labels'], ['metadata', 'labels']),
    ...annotationErrors(metadata),
    ...podSpecErrors(spec, ['spec'], { isPod: true, isNamedByController: false, volumes }),
    ...imageErrors(spec, ['spec', 'containers']),
    ...imageErrors(spec, ['spec', 'initContainers']),
  ]
}

/** ValidatePodName; a name that the API server makes ends in characters that are valid. */
function nameErrors(metadata: Node | undefined): readonly FieldError[] {
  const generated = textOf(metadata, 'generateName')
  const name = textOf(metadata, 'name')
  if (generated || !name) return []
  return invalidFor(['metadata', 'name'], name, isDns1123Subdomain(name))
}

/** ValidateAnnotations: keys in whatever case, and not too much altogether. */
function annotationErrors(metadata: Node | undefined): readonly FieldError[] {
  const shown = fieldPath(['metadata', 'annotations'])
  return entriesOf(metadata, 'annotations').flatMap(({ key }) =>
    invalidFor(['metadata', 'annotations', key], key, isQualifiedName(key.toLowerCase())).map((error) => ({
      ...error,
      shown,
    })),
  )
}

/** validateContainerOnlyForPod. */
function imageErrors(spec: Node, path: TreePath): readonly FieldError[] {
  return itemsOf(spec, String(path.at(-1))).flatMap((container, index) => {
    const image = textOf(container, 'image')
    if (!image || image === image.trim()) return []
    return [invalid([...path, index, 'image'], image, 'must not have leading or trailing whitespace')]
  })
}
