import { defaultRequest, type Installed, type Request } from '../engine/request.ts'
import { isDns1123Label } from '../kube/names.ts'
import type { Severity } from '../rule/problem.ts'
import type { Context } from './context.ts'
import { didYouMean, given, lastValue, listed, type Misuse, valuesOf } from './parse-arguments.ts'

/** What the options and paths ask of the engine. */
export async function requestOf(context: Context, paths: readonly string[]): Promise<Request | Misuse> {
  const { invocation, streams } = context
  const installed = installedOf(valuesOf(invocation, 'revision'))
  if ('misuse' in installed) return installed
  const severities = severitiesOf(valuesOf(invocation, 'rule'))
  if ('misuse' in severities) return severities
  const env = environmentOf(valuesOf(invocation, 'env'))
  if ('misuse' in env) return env
  const istioVersion = lastValue(invocation, 'istio-version') ?? defaultRequest.istioVersion
  const namespace = lastValue(invocation, 'namespace')
  if (namespace !== undefined && isDns1123Label(namespace).length > 0)
    return { misuse: `--namespace is a name like prod: up to 63 of a to z, 0 to 9 and -, not "${namespace}".` }
  if (!/^1\.\d{1,4}(\.\d+)?$/.test(istioVersion))
    return { misuse: `--istio-version is a version like 1.31, not "${istioVersion}".` }
  return {
    paths,
    stdin: paths.includes('-') ? await streams.stdin() : undefined,
    stdinFilename: lastValue(invocation, 'stdin-filename'),
    env,
    exclude: valuesOf(invocation, 'exclude'),
    namespace,
    complete: given(invocation, 'complete'),
    installed,
    istioVersion,
    only: valuesOf(invocation, 'only'),
    skip: valuesOf(invocation, 'skip'),
    severities,
    showSuppressed: given(invocation, 'show-suppressed'),
    composeAll: false,
    clock: given(invocation, 'timings') ? () => performance.now() : undefined,
  }
}

/** `canary`, `default` for the unnamed revision, `prod=canary` for a tag. None given: the unnamed one alone. */
function installedOf(names: readonly string[]): readonly Installed[] | Misuse {
  const installed: Installed[] = []
  for (const name of names) {
    const [, tag, revision] = /^(?:([^=]*)=)?([^=]*)$/.exec(name) ?? []
    const parts = tag === undefined ? [revision] : [tag, revision]
    const wrong = parts.find((part) => part === undefined || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(part))
    if (wrong !== undefined || revision === undefined) {
      return { misuse: `--revision is a name like canary, or TAG=REVISION like prod=canary, not "${name}".` }
    }
    const unnamed = revision === 'default' ? '' : revision
    installed.push(tag === undefined ? { revision: unnamed } : { revision: unnamed, tag })
  }
  return installed.length > 0 ? installed : defaultRequest.installed
}

function environmentOf(settings: readonly string[]): ReadonlyMap<string, string> | Misuse {
  const env = new Map<string, string>()
  for (const setting of settings) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
    if (name === undefined || value === undefined)
      return { misuse: `--env needs a name and a value, as in --env ${setting.replace(/=.*/s, '')}=production.` }
    env.set(name, value)
  }
  return env
}

function severitiesOf(settings: readonly string[]): ReadonlyMap<string, Severity | 'off'> | Misuse {
  const severities = new Map<string, Severity | 'off'>()
  for (const setting of settings) {
    const [, rule, word] = /^([^=]+)=(.*)$/.exec(setting) ?? []
    if (rule === undefined || word === undefined) {
      return { misuse: `--rule needs a rule and a severity, as in --rule ${setting}=warning.` }
    }
    const severity = severityWords.find((one) => one === word)
    if (!severity) {
      return { misuse: `A severity is ${listed(severityWords)}, not "${word}".${didYouMean(word, severityWords)}` }
    }
    severities.set(rule, severity)
  }
  return severities
}

const severityWords: readonly (Severity | 'off')[] = ['error', 'warning', 'info', 'off']
