import {
  type AdmittedPod,
  allOf,
  anyOf,
  type Container,
  isKnown,
  type Maybe,
  mapMaybe,
  no,
  not,
  type SidecarTraits,
  type SourceLocation,
  thenMaybe,
  unknown,
  type View,
  yes,
} from '../../src/rule/index.ts'
import { commandName, networkTarget, type Target } from './network-commands.ts'
import { shellCommands } from './shell-commands.ts'

/** A connection that a container's command opens to somewhere outside of its pod. */
export interface NetworkCall extends Target {
  /** `curl` */
  readonly command: string
  /** Whether the command is tried again and again until it succeeds. */
  readonly isRepeated: boolean
  readonly at: SourceLocation
}

/** `db:5432`, as messages name where a call goes to. */
export function targetName({ host: written, port }: Target): string {
  const host = written.replaceAll('$()', '…')
  return port === undefined || /\s/.test(host) ? host : `${host}:${port}`
}

/** The calls that the command of a container shows; those whose failure is caught, and those to its own pod, are none. */
export function commandCalls(container: View<Container>): readonly NetworkCall[] {
  const command = textsIn(container.entries('command').items)
  const args = textsIn(container.entries('args').items)
  // Without a command the image's own runs: only a shell among the arguments shows what that is.
  const words = command.length > 0 || isShell(args[0] ?? '') ? [...command, ...args] : []
  const key = command.some((word) => !isShell(word) && !word.startsWith('-')) ? 'command' : 'args'
  return callsOf(words, environment(container), container.at([key], 'key'))
}

/** The calls of a hook's `exec.command`. */
export function hookCalls(container: View<Container>, hook: 'postStart' | 'preStop'): readonly NetworkCall[] {
  const exec = container.view('lifecycle', hook, 'exec')
  return callsOf(textsIn(exec.entries('command').items), environment(container), exec.at(['command'], 'key'))
}

function textsIn(items: readonly View<string>[]): readonly string[] {
  const texts = items.map((item) => item.get())
  return texts.flatMap((text) => (text.known && text.value !== undefined ? [text.value] : []))
}

const shells = /^(sh|bash|ash|dash|zsh)$/

function isShell(word: string): boolean {
  return shells.test(commandName(word))
}

/** More words than any command needs to show what it calls. */
const mostWords = 200

function callsOf(words: readonly string[], variables: Variables, at: SourceLocation): readonly NetworkCall[] {
  return callsIn(
    words.map((word) => resolved(word, variables)),
    variables,
    at,
    false,
  )
}

function callsIn(
  words: readonly string[],
  variables: Variables,
  at: SourceLocation,
  isRepeated: boolean,
): readonly NetworkCall[] {
  const [first = '', ...rest] = unwrapped(words.slice(0, mostWords))
  if (isShell(first)) {
    const flag = rest.findIndex((word) => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word))
    const script = flag < 0 ? undefined : rest.slice(flag + 1).find((word) => !word.startsWith('-'))
    const commands = script === undefined ? [] : shellCommands(script)
    return commands.flatMap((one) => {
      const own = one.words.map((word) => resolved(word, variables))
      return one.mayFail ? [] : callsIn(own, variables, at, isRepeated || one.isRepeated)
    })
  }
  const target = networkTarget([first, ...rest])
  return target && !isOwnPod(target.host)
    ? [{ ...target, command: first.startsWith('/dev/') ? 'bash' : commandName(first), isRepeated, at }]
    : []
}

/** A command without what it is only run by: `timeout 60`, `exec`, `VAR=value`. */
function unwrapped(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words
  if (/^\w+=/.test(first)) return unwrapped(rest)
  switch (commandName(first)) {
    case 'exec':
    case 'sudo':
    case 'nohup':
    case 'command':
    case 'env':
    case 'busybox':
      return unwrapped(rest)
    case 'timeout': {
      const start = rest.findIndex((word) => !/^(-.*|\d+(\.\d+)?[smhd]?)$/.test(word))
      return start < 0 ? [] : unwrapped(rest.slice(start))
    }
    default:
      return words
  }
}

function isOwnPod(host: string): boolean {
  return /^(localhost|127\.[\d.]+|\[?::1\]?|0\.0\.0\.0|)$/.test(host)
}

type Variables = ReadonlyMap<string, string>

/** The container's variables whose values are written down. */
function environment(container: View<Container>): Variables {
  const variables = new Map<string, string>()
  for (const item of container.entries('env').items) {
    const name = item.get('name')
    const value = item.get('value')
    if (name.known && name.value && value.known && value.value !== undefined) variables.set(name.value, value.value)
  }
  return variables
}

/** A word with the variables whose values are known. `$(NAME)` is Kubernetes' own. */
function resolved(word: string, variables: Variables): string {
  if (/\s/.test(word)) return word
  return word.replace(/\$\((\w+)\)|\$\{(\w+)\}|\$(\w+)/g, (whole, ...names: readonly (string | undefined)[]) => {
    const name = names.slice(0, 3).find((one) => one !== undefined)
    return variables.get(name ?? '') ?? whole
  })
}

/** Whether the redirection of a pod's traffic takes hold of a call, whether or not the sidecar runs to receive it. */
export function isCaptured(
  call: NetworkCall,
  container: View<Container>,
  pod: AdmittedPod,
  traits: SidecarTraits,
): Maybe<boolean> {
  const placeGap = unknown({
    what: `which address ${targetName(call)} has`,
    hint: 'look whether the ranges that the sidecar captures hold it',
  })
  // A host that is nothing but a variable may be the pod itself.
  const whereTo: Maybe<boolean> = /^\$[\w{}()]*$/.test(call.host) ? placeGap : yes
  const ports = traits.traffic('excludeOutboundPorts')
  const excluded: Maybe<boolean> = thenMaybe(ports, (list) => {
    const listed = list.split(',').map((one) => one.trim())
    if (list === '' || (call.port !== undefined && !listed.includes(String(call.port)))) return no
    return call.port === undefined ? placeGap : yes
  })
  const inRanges = thenMaybe(traits.traffic('includeOutboundIPRanges'), (ranges): Maybe<boolean> => {
    if (ranges === '*') return yes
    return ranges === '' ? no : placeGap
  })
  const outOfRanges = thenMaybe(traits.traffic('excludeOutboundIPRanges'), (ranges): Maybe<boolean> => {
    if (ranges === '') return no
    return ranges.split(',').includes('0.0.0.0/0') ? yes : placeGap
  })
  return allOf([
    not(mapMaybe(traits.interceptionMode, (mode) => mode === 'NONE')),
    not(runsAsProxy(container, pod)),
    ...(call.isDns ? [traits.capturesDns] : [not(excluded), inRanges, not(outOfRanges), whereTo]),
  ])
}

/** What the sidecar's own user or group sends is left alone: tools/istio-iptables/pkg/capture/run.go, Istio 1.31. */
function runsAsProxy(container: View<Container>, pod: AdmittedPod): Maybe<boolean> {
  const { body } = pod.pods.first
  return anyOf(
    (['runAsUser', 'runAsGroup'] as const).map((field) => {
      const own = container.get('securityContext', field)
      const counts = isKnown(own, undefined) ? body.get('spec', 'securityContext', field) : own
      return mapMaybe(counts, (id) => id === 1337)
    }),
  )
}
