import type { TSESTree } from '@typescript-eslint/typescript-estree'

const names = new WeakMap<TSESTree.Program, ReadonlySet<string>>()

/** Whether a name is used as a value in a file, not only as a type. Names of other variables of that name count too. */
export function isUsed(tree: TSESTree.Program, name: string): boolean {
  let used = names.get(tree)
  if (!used) {
    const found = new Set<string>()
    for (const statement of tree.body) if (statement.type !== 'ImportDeclaration') collect(statement, found)
    used = found
    names.set(tree, used)
  }
  return used.has(name)
}

/** What of a TypeScript node holds values; all others are types. */
const withValues = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSParameterProperty',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSExportAssignment',
  'TSImportEqualsDeclaration',
  'TSQualifiedName',
])

function collect(node: TSESTree.Node, found: Set<string>): void {
  if (node.type.startsWith('TS') && !withValues.has(node.type)) return
  if (node.type === 'Identifier') found.add(node.name)
  if (node.type === 'ExportNamedDeclaration' && (node.source || node.exportKind === 'type')) return
  for (const key in node) {
    if (
      key === 'parent' ||
      key === 'range' ||
      key === 'typeAnnotation' ||
      key === 'implements' ||
      key === 'typeParameters'
    )
      continue
    const child = (node as unknown as Record<string, unknown>)[key]
    if (Array.isArray(child)) {
      for (const each of child) if (isNode(each)) collect(each, found)
    } else if (isNode(child) && !isPlainName(node, key)) collect(child, found)
  }
}

/** A name after a dot, or before a colon, is no variable. */
function isPlainName(node: TSESTree.Node, key: string): boolean {
  if (node.type === 'MemberExpression') return key === 'property' && !node.computed
  if (node.type === 'Property') return key === 'key' && !node.computed && !node.shorthand
  return (node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') && key === 'key' && !node.computed
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
