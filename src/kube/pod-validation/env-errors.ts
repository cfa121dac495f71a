import type { Node, TreePath } from '../../base/tree.ts'
import { isConfigMapKey, isDns1123Subdomain, isRelaxedEnvVarName } from '../names.ts'
import {
  errorsOfEach,
  type FieldError,
  invalid,
  invalidFor,
  invalidReference,
  joined,
  noErrors,
  required,
  unsupported,
} from './field-error.ts'
import { itemsOf, part, textOf } from './read-part.ts'

/** ValidateEnv and ValidateEnvFrom. */
export function envErrors(container: Node, path: TreePath): readonly FieldError[] {
  const env = [...path, 'env']
  const envFrom = [...path, 'envFrom']
  return joined(
    errorsOfEach(itemsOf(container, 'env'), (variable, index) => variableErrors(variable, env, index)),
    errorsOfEach(itemsOf(container, 'envFrom'), (source, index) => envFromErrors(source, envFrom, index)),
  )
}

function variableErrors(variable: Node, list: TreePath, index: number): readonly FieldError[] {
  const name = textOf(variable, 'name')
  const from = part(variable, 'valueFrom')
  if (name && !from && isRelaxedEnvVarName(name).length === 0) return noErrors
  const path = [...list, index]
  const place = [...path, 'name']
  const named =
    name === undefined ? [] : name === '' ? [required(place)] : invalidFor(place, name, isRelaxedEnvVarName(name))
  return from?.type === 'map' ? [...named, ...valueFromErrors(variable, from, [...path, 'valueFrom'])] : named
}

const valueSources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const

/** validateEnvVarValueFrom: exactly one source, and no value beside it. */
function valueFromErrors(variable: Node, from: Node & { readonly type: 'map' }, path: TreePath): readonly FieldError[] {
  const given = valueSources.filter((name) => part(from, name)?.type === 'map')
  const isOpen = valueSources.some((name) => part(from, name)?.type === 'hole')
  const wrong = given.flatMap((name) => valueSourceErrors(name, part(from, name), [...path, name]))
  const value = textOf(variable, 'value')
  const none = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
  if (given.length === 0) return isOpen ? [] : [invalid(path, '', none)]
  if (value) return [...wrong, invalid(path, '', 'may not be specified when `value` is not empty')]
  const isOne = given.length === 1 || value === undefined
  return isOne ? wrong : [...wrong, invalid(path, '', 'may not have more than one field specified at a time')]
}

function valueSourceErrors(name: string, source: Node | undefined, path: TreePath): readonly FieldError[] {
  if (name === 'fieldRef') return fieldErrors(source, path)
  if (name !== 'configMapKeyRef' && name !== 'secretKeyRef') return []
  const object = textOf(source, 'name')
  const key = textOf(source, 'key')
  return [
    ...(object === undefined ? [] : invalidReference([...path, 'name'], object, isDns1123Subdomain(object))),
    ...(key === undefined ? [] : keyErrors(key, [...path, 'key'])),
  ]
}

function keyErrors(key: string, path: TreePath): readonly FieldError[] {
  return key === '' ? [required(path)] : invalidFor(path, key, isConfigMapKey(key))
}

const referable = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]

/** What a reference may say though a variable may not hold it (ConvertDownwardAPIFieldLabel). */
const otherFields = [
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]

/** validateObjectFieldSelector; one entry of the labels or annotations is taken as it is. */
function fieldErrors(source: Node | undefined, path: TreePath): readonly FieldError[] {
  const field = textOf(source, 'fieldPath')
  const place = [...path, 'fieldPath']
  if (field === '') return [required(place)]
  if (field === undefined || referable.includes(field) || field === 'spec.host' || /\['.*'\]$/.test(field)) return []
  if (otherFields.includes(field)) return [unsupported(place, field, referable)]
  return [invalid(place, field, `error converting fieldPath: field label not supported: ${field}`)]
}

function envFromErrors(source: Node, path: TreePath, index: number): readonly FieldError[] {
  if (source.type !== 'map') return []
  const at = [...path, index]
  const prefix = textOf(source, 'prefix')
  const given = ['configMapRef', 'secretRef'].filter((name) => part(source, name)?.type === 'map')
  const isOpen = ['configMapRef', 'secretRef'].some((name) => part(source, name)?.type === 'hole')
  const refs = given.flatMap((name) => {
    const object = textOf(part(source, name), 'name')
    const place = [...at, name, 'name']
    if (object === undefined) return []
    return object === ''
      ? [required(place)]
      : invalidReference(place, object, isDns1123Subdomain(object.replace(/-$/, 'a')))
  })
  const count =
    given.length === 0 && !isOpen
      ? [invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`')]
      : given.length > 1
        ? [invalid(path, '', 'may not have more than one field specified at a time')]
        : []
  return [...(prefix ? invalidFor([...at, 'prefix'], prefix, isRelaxedEnvVarName(prefix)) : []), ...refs, ...count]
}
