import { ApiObject } from './api-object.ts'
import type { Construct } from './constructs.ts'
import { isKnown, kubernetesClass, kubernetesStruct, type Loose, mapObject } from './native.ts'

/** The mechanism of the classes that `cdk8s import k8s` generates (cdk8s-cli 2.207.60, over json2jsii). */

function elementOf(value: Loose, struct: string | undefined): Loose {
  if (struct === undefined || value === undefined || !isKnown(value)) return value
  if (struct === 'union') return value?.value
  if (struct === 'date') return value?.toISOString()
  if (struct === 'list') return value?.map((item: Loose) => item)
  return fieldsOf(struct, value)
}

function written(value: Loose, key: string, form: string, struct: string | undefined): Loose {
  if (value === undefined || !isKnown(value)) return value
  if (form === 'value') return elementOf(value, struct)
  if (form === 'map') return mapObject(value, (entry) => elementOf(entry, struct))
  if (value === null) return undefined
  if (!Array.isArray(value)) throw new TypeError(`obj.${key}?.map is not a function`)
  return value.map((item) => elementOf(item, struct))
}

/** What a generated class writes for a struct: the properties that it knows, under the names of the fields. */
export function fieldsOf(struct: string, value: Loose): Loose {
  const fields = kubernetesStruct(struct)
  if (value === undefined || !isKnown(value) || !fields) return value
  if (typeof value !== 'object' || Array.isArray(value)) return {}
  return mapObject(
    value,
    (one, key) => written(one, key, fields[key]?.form ?? 'value', fields[key]?.struct),
    (key) => fields[key]?.name,
  )
}

function entryOf(name: string): { readonly gvk: Loose; readonly struct: string } {
  const { apiVersion = '', kind = '', struct = '' } = kubernetesClass(name) ?? {}
  return { gvk: { apiVersion, kind }, struct }
}

/** A generated class, by its name in the table. */
export function generated(name: string) {
  return class extends ApiObject {
    static get GVK(): Loose {
      return entryOf(name).gvk
    }

    static manifest(props: Loose = {}): Loose {
      const { gvk, struct } = entryOf(name)
      return { ...gvk, ...fieldsOf(struct, props) }
    }

    constructor(scope: Construct, id: string, props: Loose = {}) {
      super(scope, id, { ...entryOf(name).gvk, ...props })
    }

    override toJson(): Loose {
      const { gvk, struct } = entryOf(name)
      return { ...gvk, ...fieldsOf(struct, super.toJson()) }
    }
  }
}
