import { compareText } from '../../base/order.ts'
import type { Node, TreePath } from '../../base/tree.ts'
import { isQualifiedName } from '../names.ts'
import {
  compareQuantities,
  parseQuantity,
  type Quantity,
  quantitySign,
  quantityText,
  scaledValue,
} from '../quantity.ts'
import { errorsOfEach, type FieldError, invalid, invalidFor, joined, noErrors, required } from './field-error.ts'
import { entriesOf, part } from './read-part.ts'

interface Amount {
  readonly name: string
  readonly quantity: Quantity
}

/** The few texts of quantities that most containers share, as they were read. */
const read = new Map<string, Quantity | undefined>()

function quantityOf(text: string): Quantity | undefined {
  const before = read.get(text)
  if (before || read.has(text)) return before
  if (read.size > 1000) read.clear()
  const { quantity } = parseQuantity(text)
  read.set(text, quantity)
  return quantity
}

/** The amounts of a part of a container's resources that are known; upstream's maps have no order, here it is that of names. */
export function amountsIn(resources: Node | undefined, key: 'limits' | 'requests'): readonly Amount[] {
  const found = entriesOf(resources, key).flatMap(({ key: name, value }): Amount[] => {
    const quantity = value.type === 'scalar' ? quantityOf(String(value.value).trim()) : undefined
    return quantity ? [{ name, quantity }] : []
  })
  return found.length > 1 ? found.sort((a, b) => compareText(a.name, b.name)) : found
}

/** ValidateContainerResourceRequirements. */
export function resourceErrors(resources: Node | undefined, path: TreePath): readonly FieldError[] {
  if (resources?.type !== 'map') return []
  const limits = amountsIn(resources, 'limits')
  return joined(
    errorsOfEach(limits, (amount) => amountErrors(amount, [...path, 'limits', amount.name])),
    errorsOfEach(amountsIn(resources, 'requests'), (amount) =>
      joined(
        amountErrors(amount, [...path, 'requests', amount.name]),
        requestErrors(amount, limits, part(resources, 'limits'), path),
      ),
    ),
  )
}

/** Requests against limits. */
export function requestErrors(
  { name, quantity }: Amount,
  limits: readonly Amount[],
  written: Node | undefined,
  path: TreePath,
): readonly FieldError[] {
  const limit = limits.find((one) => one.name === name)?.quantity
  const mayDiffer = isNative(name) && !isHugePages(name)
  const shown = [...path, 'requests']
  if (!limit) {
    const isAbsent = written === undefined || (written.type === 'map' && part(written, name) === undefined)
    if (mayDiffer || !isAbsent) return []
    return [required([...path, 'limits'], 'Limit must be set for non overcommitable resources')]
  }
  const order = compareQuantities(quantity, limit)
  const text = quantityText(quantity)
  if (order !== 0 && !mayDiffer)
    return [invalid(shown, text, `must be equal to ${name} limit of ${quantityText(limit)}`)]
  if (order <= 0) return []
  return [invalid(shown, text, `must be less than or equal to ${name} limit of ${quantityText(limit)}`)]
}

const containerResources: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])

/** Names that a container can not ask for, though a quota knows them (pkg/apis/core/helper/helpers.go, standardResources). */
const otherResources: ReadonlySet<string> = new Set([
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
])

function amountErrors(amount: Amount, path: TreePath): readonly FieldError[] {
  const isPlain = containerResources.has(amount.name) && quantitySign(amount.quantity) >= 0
  if (isPlain) return noErrors
  return [...nameErrors(amount.name, path), ...quantityErrors(amount, path)]
}

/** ValidateResourceQuantityValue. */
export function quantityErrors({ name, quantity }: Amount, path: TreePath): readonly FieldError[] {
  const text = quantityText(quantity)
  const isFraction = isExtended(name) && scaledValue(quantity, -3) % 1000n !== 0n
  return [
    ...(quantitySign(quantity) < 0 ? [invalid(path, text, 'must be greater than or equal to 0')] : []),
    ...(isFraction ? [invalid(path, text, 'must be an integer')] : []),
  ]
}

/** validateContainerResourceName. */
function nameErrors(name: string, path: TreePath): readonly FieldError[] {
  const unqualified = invalidFor(path, name, isQualifiedName(name))
  const isShort = !name.includes('/')
  const isHuge = isHugePages(name)
  const isStandard = containerResources.has(name) || otherResources.has(name) || isHuge
  const unknown = isShort && unqualified.length === 0 && !isStandard
  return [
    ...unqualified,
    ...(unknown ? [invalid(path, name, 'must be a standard resource type or fully qualified')] : []),
    ...(isShort && !containerResources.has(name) && !isHuge
      ? [invalid(path, name, 'must be a standard resource for containers')]
      : []),
    ...(!isNative(name) && !isExtended(name)
      ? [invalid(path, name, "doesn't follow extended resource name standard")]
      : []),
  ]
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-')
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && isQualifiedName(`requests.${name}`).length === 0
}
