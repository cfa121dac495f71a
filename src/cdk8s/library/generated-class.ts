import { ApiObject } from './api-object.ts'
import type { Construct } from './constructs.ts'
import { keysOf } from './json-patch.ts'
import { isKnown, kubernetesClass, kubernetesStruct, type Loose, mapObject, remark } from './native.ts'

/** The mechanism of the classes that `cdk8s import k8s` generates (cdk8s-cli 2.207.60, over json2jsii). */

function elementOf(value: Loose, struct: string | undefined): Loose {
  if (struct === undefined || value === undefined || !isKnown(value)) return value
  if (struct === 'union') return value?.value
  if (struct === 'date') return value?.toISOString()
  if (struct === 'list') return value?.map((item: Loose) => item)
  return fieldsOf(struct, value)
}

/** An entry of a map keeps its key: what has no value is written as null, such as a plain text where a Quantity belongs. */
function entryOf(value: Loose, struct: string | undefined): Loose {
  const element = elementOf(value, struct)
  return isKnown(element) && element === undefined && value !== undefined ? null : element
}

function written(value: Loose, key: string, form: string, struct: string | undefined): Loose {
  if (value === undefined || !isKnown(value)) return value
  if (form === 'value') return elementOf(value, struct)
  if (form === 'map') return mapObject(value, (entry) => entryOf(entry, struct))
  if (value === null) return undefined
  if (!Array.isArray(value)) throw new TypeError(`obj.${key}?.map is not a function`)
  return value.map((item) => elementOf(item, struct))
}

/** What a generated class writes for a struct: the properties that it knows, under the names of the fields. */
function fieldsOf(struct: string, value: Loose): Loose {
  const fields = kubernetesStruct(struct)
  if (value === undefined || !isKnown(value) || !fields) return value
  if (typeof value !== 'object' || Array.isArray(value)) return {}
  return mapObject(
    value,
    (one, key) => written(one, key, fields[key]?.form ?? 'value', fields[key]?.struct),
    (key) => fields[key]?.name,
  )
}

/** Tells of a patch that writes a property which the class does not know, and so leaves out. */
function remarkLost(struct: string, { op, path }: Loose, construct: Construct): void {
  if (op === 'remove' || op === 'test' || !isKnown(path)) return
  let inside: string | undefined = struct
  // An item of a list, an entry of a map: what the next key stands for.
  let isElement = false
  for (const key of keysOf(path)) {
    if (inside === undefined || inside === 'union' || inside === 'date' || inside === 'list') return
    if (isElement) {
      isElement = false
      continue
    }
    const fields: Loose = kubernetesStruct(inside)
    if (!fields) return
    const field = fields[key]
    if (!field) {
      // What stands there whatever a patch says.
      if (inside === struct && (key === 'apiVersion' || key === 'kind')) return
      const property = Object.keys(fields).find((one) => fields[one].name === key)
      remark('patch-lost', construct, { path, key, property })
      return
    }
    isElement = field.form !== 'value'
    inside = field.struct
  }
}

function classOf(name: string): { readonly gvk: Loose; readonly struct: string } {
  const { apiVersion = '', kind = '', struct = '' } = kubernetesClass(name) ?? {}
  return { gvk: { apiVersion, kind }, struct }
}

/** A generated class, by its name in the table. */
export function generated(name: string) {
  return class extends ApiObject {
    static get GVK(): Loose {
      return classOf(name).gvk
    }

    static manifest(props: Loose = {}): Loose {
      const { gvk, struct } = classOf(name)
      return { ...gvk, ...fieldsOf(struct, props), ...gvk }
    }

    constructor(scope: Construct, id: string, props: Loose = {}) {
      // Upstream writes them first, and once more in toJson; last they stay known whatever the properties are.
      super(scope, id, { ...props, ...classOf(name).gvk })
    }

    override toJson(): Loose {
      const { gvk, struct } = classOf(name)
      for (const patch of this.patchesOf()) remarkLost(struct, patch, this)
      return { ...gvk, ...fieldsOf(struct, super.toJson()), ...gvk }
    }
  }
}
