import {
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
} from '../../kube/names.ts'
import type { Run } from '../values/operators.ts'
import { isOpaque, listValue, opaque, some, Unsupported } from '../values/value.ts'

type Validator = (text: string) => readonly string[]

const type = 'kubernetes.NamedFormat'

function matching(pattern: RegExp): Validator {
  return (text) => {
    if (pattern.test(text)) return []
    throw new Unsupported('the words in which a format is refused')
  }
}

function unknownFormat(): never {
  throw new Unsupported('a format that is not looked at')
}

/** A prefix of a name may end in `-`. */
function prefixOf(validate: Validator): Validator {
  return (text) => validate(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -1)}a` : text)
}

/** k8s.io/apiserver v0.35.4, pkg/cel/library/format.go. */
const formats: Readonly<Record<string, Validator>> = {
  dns1123Label: isDns1123Label,
  dns1123Subdomain: isDns1123Subdomain,
  dns1035Label: isDns1035Label,
  qualifiedName: isQualifiedName,
  dns1123LabelPrefix: prefixOf(isDns1123Label),
  dns1123SubdomainPrefix: prefixOf(isDns1123Subdomain),
  dns1035LabelPrefix: prefixOf(isDns1035Label),
  labelValue: isValidLabelValue,
  uuid: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  byte: matching(/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
  uri: unknownFormat,
  date: matching(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/),
  datetime: unknownFormat,
}

export const formatFunctions: Readonly<Record<string, Run>> = {
  'format.named': (name) => {
    if (typeof name !== 'string') return undefined
    return some(Object.hasOwn(formats, name) ? opaque(type, name, name) : undefined)
  },
  validate: (format, text) => {
    if (!isOpaque(format, type) || typeof text !== 'string') return undefined
    const problems = formats[format.text]?.(text) ?? []
    return some(problems.length === 0 ? undefined : listValue(problems))
  },
  ...Object.fromEntries(Object.keys(formats).map((name) => [`format.${name}`, () => opaque(type, name, name)])),
}
