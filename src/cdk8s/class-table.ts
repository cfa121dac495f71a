import type { KubernetesClass, KubernetesField } from './library/native.ts'

/** The generated Kubernetes classes and the structs of their properties. */
export interface ClassTable {
  readonly classes: ReadonlyMap<string, KubernetesClass>
  readonly structs: ReadonlyMap<string, Readonly<Record<string, KubernetesField>>>
}

/** One property as the table writes it, like `hostIpc=hostIPC`, `containers[]:Container` or `limits{}:union`. */
function readField(text: string): [property: string, field: KubernetesField] {
  const [left = '', struct] = text.split(':')
  const form = left.endsWith('[]') ? 'list' : left.endsWith('{}') ? 'map' : 'value'
  const [property = '', name = property] = (form === 'value' ? left : left.slice(0, -2)).split('=')
  return [property, struct === undefined ? { name, form } : { name, form, struct }]
}

/** Reads `library/kubernetes-classes.txt`, whose first lines say how it is written. */
export function readClassTable(text: string): ClassTable {
  const classes = new Map<string, KubernetesClass>()
  const structs = new Map<string, Readonly<Record<string, KubernetesField>>>()
  for (const line of text.split('\n')) {
    const [what, name = '', ...parts] = line.split(' ')
    const [apiVersion = '', kind = '', struct = ''] = parts
    if (what === 'class') classes.set(name, { apiVersion, kind, struct })
    // Without a prototype, so that a property named `constructor` is not found.
    if (what === 'struct')
      structs.set(name, Object.assign(Object.create(null), Object.fromEntries(parts.map(readField))))
  }
  return { classes, structs }
}
