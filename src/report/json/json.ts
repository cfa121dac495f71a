import type { LintResult } from '../../engine/lint-result.ts'
import { resourceName } from '../../engine/problem-of.ts'
import type { Problem, Undecided } from '../../rule/problem.ts'
import { placeOfResource } from '../text/places.ts'
import { failuresJson, locationJson, missingJson, resourceJson } from './json-parts.ts'
import { type JsonValue, jsonText } from './json-text.ts'

/** The JSON of a run, version 1: a contract, every key of it. */
export function json(result: LintResult): string {
  const { counts } = result
  return jsonText({
    version: 1,
    problems: result.problems.map(problemJson),
    undecided: result.undecided.map(undecidedJson),
    failures: failuresJson(result.failures),
    workloads: result.workloads.map(({ owner, verdict }) => ({
      resource: resourceJson(resourceName(owner)),
      location: locationJson(placeOfResource(owner)),
      verdict,
    })),
    counts: {
      resources: counts.resources,
      files: counts.files,
      rules: counts.rules,
      errors: counts.errors,
      warnings: counts.warnings,
      infos: counts.infos,
      undecided: counts.undecided,
      suppressed: counts.suppressed,
    },
  })
}

function problemJson(problem: Problem): JsonValue {
  const { resource, suppressed } = problem
  return {
    rule: problem.rule,
    aliases: problem.aliases,
    severity: problem.severity,
    message: problem.message,
    topic: problem.topic,
    resource: resource && resourceJson(resource),
    location: locationJson(problem.at),
    related: problem.related.map(({ at, message }) => ({ location: locationJson(at), message })),
    fingerprint: problem.fingerprint,
    url: problem.url,
    fixes: [],
    suppressed: suppressed && {
      by: suppressed.by,
      reason: suppressed.reason,
      location: locationJson(suppressed.at),
    },
  }
}

function undecidedJson({ rule, resource, missing }: Undecided): JsonValue {
  return { rule, resource: resourceJson(resource), missing: missingJson(missing) }
}
