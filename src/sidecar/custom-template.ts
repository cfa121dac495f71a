import { isMap, type JsonMap } from './json.ts'
import { readYaml } from './proxy-config.ts'
import type { TemplateInput } from './template-input.ts'
import { wordAt } from './texts.ts'
import { cannotInject } from './unclear.ts'

/**
 * A template of the user's own. Read are those that are plain YAML, and expressions that choose among a few fields of the
 * pod; everything else of Go's templates is not.
 */
export function customTemplate(name: string, text: string, input: TemplateInput): JsonMap {
  const rendered = text.replace(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (_, expression: string) => {
    const value = evaluate(expression, input)
    if (value === undefined)
      throw cannotInject(`what the injector's template "${name}" makes of "{{ ${expression} }}"`, 'nothing to do')
    return value
  })
  const patch = readYaml(rendered, `the injector's template "${name}"`)
  if (!isMap(patch)) throw cannotInject(`what the injector's template "${name}" makes`, 'write a map')
  return patch
}

/** The value of a pipeline of fields and `default`; undefined where it holds anything else. */
function evaluate(expression: string, input: TemplateInput): string | undefined {
  const [first = '', ...rest] = expression.split('|').map((part) => part.trim())
  let value = fieldOf(first, input)
  for (const part of rest) {
    const fallback = /^default\s+(\S+)$/.exec(part)?.[1]
    const other = fallback === undefined ? undefined : fieldOf(fallback, input)
    if (value === undefined || other === undefined) return undefined
    value = value === '' ? other : value
  }
  return value
}

function fieldOf(path: string, input: TemplateInput): string | undefined {
  switch (path) {
    case '.ObjectMeta.Name':
      return ['StatefulSet', 'Pod'].includes(input.workload().kind) ? wordAt(input.pod, 'metadata', 'name') : ''
    case '.ObjectMeta.Namespace':
      return input.namespace()
    case '.DeploymentMeta.Name':
      return input.workload().name
    default:
      return undefined
  }
}
