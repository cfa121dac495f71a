import type { Node, TreePath } from '../../base/tree.ts'
import { isQualifiedName, isValidLabelValue } from '../names.ts'
import { type FieldError, invalid, invalidFor, unsupported } from './field-error.ts'
import { isUnset, itemsOf, textOf } from './read-part.ts'

/** ValidateTolerations. */
export function tolerationErrors(spec: Node, path: TreePath): readonly FieldError[] {
  return itemsOf(spec, 'tolerations').flatMap((toleration, index) => {
    const at = [...path, 'tolerations', index]
    const operator = textOf(toleration, 'operator')
    return [
      ...keyErrors(toleration, operator, at),
      ...(operator === undefined ? [] : valueErrors(textOf(toleration, 'value'), operator, [...at, 'operator'])),
      ...effectErrors(textOf(toleration, 'effect'), [...at, 'effect']),
    ]
  })
}

function keyErrors(toleration: Node, operator: string | undefined, at: TreePath): readonly FieldError[] {
  const key = textOf(toleration, 'key')
  const effect = textOf(toleration, 'effect')
  const all = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
  const timed = "effect must be 'NoExecute' when `tolerationSeconds` is set"
  const isTimed = toleration.type === 'map' && !isUnset(toleration, 'tolerationSeconds')
  return [
    ...(key ? invalidFor([...at, 'key'], key, isQualifiedName(key)) : []),
    ...(key === '' && operator !== undefined && operator !== 'Exists'
      ? [invalid([...at, 'operator'], operator, all)]
      : []),
    ...(isTimed && effect !== undefined && effect !== 'NoExecute' ? [invalid([...at, 'effect'], effect, timed)] : []),
  ]
}

function valueErrors(value: string | undefined, operator: string, path: TreePath): readonly FieldError[] {
  if (operator === 'Exists')
    return value ? [invalid(path, value, "value must be empty when `operator` is 'Exists'")] : []
  if (operator === 'Lt' || operator === 'Gt') return [unsupported(path, operator, ['Equal', 'Exists', 'Lt', 'Gt'])]
  if (operator !== 'Equal' && operator !== '') return [unsupported(path, operator, ['Equal', 'Exists'])]
  const wrong = value === undefined ? [] : isValidLabelValue(value)
  return value !== undefined && wrong.length > 0 ? [invalid(path, value, wrong.join(';'))] : []
}

/** validateTaintEffect. */
function effectErrors(effect: string | undefined, path: TreePath): readonly FieldError[] {
  const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
  return effect && !effects.includes(effect) ? [unsupported(path, effect, effects)] : []
}
