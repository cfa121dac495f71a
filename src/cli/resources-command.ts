import { readResources } from '../engine/read-resources.ts'
import { type Context, reportOptions, tellAsides, tellFailures } from './context.ts'
import { chosenFormats } from './formats.ts'
import { nothingRead } from './nothing-read.ts'
import { given, type Misuse } from './parse-arguments.ts'
import { requestOf } from './request-of.ts'
import { withInterpreter } from './with-interpreter.ts'
import { writeTargets } from './write-targets.ts'

/** `meshlint resources`: lists what was read. */
export async function resourcesCommand(context: Context): Promise<number | Misuse> {
  const { invocation, host } = context
  const targets = chosenFormats(invocation)
  if ('misuse' in targets) return targets
  const request = await requestOf(context, invocation.words)
  if ('misuse' in request) return request
  const result = await withInterpreter((interpreter) => readResources({ ...request, interpreter }, host))
  tellAsides(context, result)
  const isEmpty = result.units.length + result.failures.length === 0 && !given(invocation, 'allow-empty')
  const empty = isEmpty ? [nothingRead(request, result.skipped.length)] : []
  const unwritten = await writeTargets(context, targets, async (format, to) => {
    if (format === 'stylish')
      return (await import('../report/resources/resources.ts')).resourcesText(result, reportOptions(context, to))
    if (format === 'yaml') return (await import('../report/resources/resources-yaml.ts')).resourcesYaml(result)
    const { resourcesJson } = await import('../report/resources/resources-json.ts')
    return resourcesJson(result, { positions: given(invocation, 'positions') })
  })
  const failures = [...result.failures, ...empty, ...unwritten]
  tellFailures(context, failures)
  return failures.length > 0 ? 2 : 0
}
