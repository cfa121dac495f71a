import type { Node, TreePath } from '../../base/tree.ts'
import { isFlag, isSet, itemsOf, numberOf, part, partAt, textOf } from '../pod-validation/read-part.ts'
import {
  isOther,
  isValue,
  named,
  type PolicyContainer,
  type PolicyPod,
  quoted,
  type SecurityViolation,
  settersOf,
  setterViolation,
  shownAnnotation,
  sortedSet,
  valuesOf,
  violation,
} from './policy-pod.ts'

type Found = SecurityViolation | undefined

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/'

/** policy/check_appArmorProfile.go. */
export function appArmorProfile(pod: PolicyPod): Found {
  const allowed = ['RuntimeDefault', 'Localhost']
  const setters = settersOf(pod, (context) => isOther(part(context, 'appArmorProfile'), 'type', allowed))
  const written = pod.annotations?.type === 'map' ? pod.annotations.entries : []
  const wrong = written.flatMap(({ key, value }) => {
    const text = key.startsWith(appArmorPrefix) && value.type === 'scalar' ? String(value.value) : ''
    const isAllowed = text === '' || text === 'runtime/default' || text.startsWith('localhost/')
    return isAllowed ? [] : [{ key, shown: shownAnnotation(key, text) }]
  })
  const values = [...valuesOf(pod, setters, ['appArmorProfile', 'type']), ...sortedSet(wrong.map(({ shown }) => shown))]
  if (values.length === 0) return undefined
  const who = [
    ...(setters.isPod ? ['pod'] : []),
    ...(setters.containers.length > 0 ? [named(setters.containers)] : []),
    ...(wrong.length > 0 ? [`annotation${wrong.length === 1 ? '' : 's'}`] : []),
  ]
  const reason = `forbidden AppArmor profile${values.length === 1 ? '' : 's'}`
  const path: TreePath = ['spec', 'securityContext', 'appArmorProfile']
  return {
    text: `${reason} (${who.join(' and ')} must not set AppArmor profile type to ${quoted(values)})`,
    paths: [
      ...(setters.isPod ? [path] : []),
      ...setters.containers.map((one) => [...one.path, 'securityContext', 'appArmorProfile']),
      ...wrong.map(({ key }) => ['metadata', 'annotations', key]),
    ],
    containers: setters.containers.map(({ name }) => name),
  }
}

const harmless: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])

/** The capabilities that a container adds, or drops. */
export function capabilitiesOf({ context }: PolicyContainer, key: 'add' | 'drop'): readonly string[] {
  return itemsOf(part(context, 'capabilities'), key).flatMap((one) =>
    one.type === 'scalar' ? [String(one.value)] : [],
  )
}

/** policy/check_capabilities_baseline.go. */
export function capabilities({ containers }: PolicyPod): Found {
  const isWrong = (name: string): boolean => !harmless.has(name)
  const failing = containers.filter((one) => capabilitiesOf(one, 'add').some(isWrong))
  const added = sortedSet(failing.flatMap((one) => capabilitiesOf(one, 'add').filter(isWrong)))
  const detail = `${named(failing)} must not include ${quoted(added)} in securityContext.capabilities.add`
  return violation('non-default capabilities', failing, detail, ['securityContext', 'capabilities', 'add'])
}

/** policy/check_hostNamespaces.go. */
export function hostNamespaces({ spec }: PolicyPod): Found {
  const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => isFlag(spec, field, true))
  if (used.length === 0) return undefined
  const text = `host namespaces (${used.map((field) => `${field}=true`).join(', ')})`
  return { text, paths: used.map((field) => ['spec', field]), containers: [] }
}

/** policy/check_hostPathVolumes.go. */
export function hostPathVolumes({ spec }: PolicyPod): Found {
  const wrong = itemsOf(spec, 'volumes').flatMap((volume, index) =>
    isSet(volume, 'hostPath') ? [{ name: textOf(volume, 'name') ?? '', path: ['spec', 'volumes', index, 'name'] }] : [],
  )
  if (wrong.length === 0) return undefined
  const names = quoted(wrong.map(({ name }) => name))
  const text = `hostPath volumes (volume${wrong.length === 1 ? '' : 's'} ${names})`
  return { text, paths: wrong.map(({ path }) => path), containers: [] }
}

/** policy/check_hostPorts.go. */
export function hostPorts({ containers }: PolicyPod): Found {
  const portsOf = ({ node }: PolicyContainer): readonly string[] =>
    itemsOf(node, 'ports').flatMap((port) => {
      const number = numberOf(port, 'hostPort')
      return number ? [String(number)] : []
    })
  const failing = containers.filter((one) => portsOf(one).length > 0)
  const ports = sortedSet(failing.flatMap(portsOf))
  const use = failing.length === 1 ? 'uses' : 'use'
  const detail = `${named(failing)} ${use} hostPort${ports.length === 1 ? '' : 's'} ${ports.join(', ')}`
  return violation('hostPort', failing, detail, ['ports'])
}

const handlers: readonly TreePath[] = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
]

/** policy/check_hostProbesAndhostLifecycle.go, since 1.34. */
export function hostProbes({ containers }: PolicyPod): Found {
  const hostsOf = ({ node }: PolicyContainer): readonly string[] =>
    handlers.flatMap((path) =>
      ['httpGet', 'tcpSocket'].flatMap((kind) => textOf(partAt(node, [...path, kind]), 'host') || []),
    )
  const failing = containers
    .filter((one) => hostsOf(one).length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const hosts = sortedSet(failing.flatMap(hostsOf))
  const use = failing.length === 1 ? 'uses' : 'use'
  const what = `probe or lifecycle host${hosts.length === 1 ? '' : 's'}`
  return violation('probe or lifecycle host', failing, `${named(failing)} ${use} ${what} ${quoted(hosts)}`)
}

/** policy/check_privileged.go. */
export function privileged({ containers }: PolicyPod): Found {
  const failing = containers.filter(({ context }) => isFlag(context, 'privileged', true))
  const detail = `${named(failing)} must not set securityContext.privileged=true`
  return violation('privileged', failing, detail, ['securityContext', 'privileged'])
}

/** policy/check_procMount_baseline.go: pods with users of their own may, since 1.35. */
export function procMount(pod: PolicyPod): Found {
  return pod.hasOwnUsers && pod.minor >= 35 ? undefined : procMountAlways(pod)
}

/** policy/check_procMount_restricted.go. */
export function procMountAlways({ containers }: PolicyPod): Found {
  const failing = containers.filter(({ context }) => isOther(context, 'procMount', ['Default']))
  const values = sortedSet(failing.map(({ context }) => textOf(context, 'procMount') ?? ''))
  const detail = `${named(failing)} must not set securityContext.procMount to ${quoted(values)}`
  return violation('procMount', failing, detail, ['securityContext', 'procMount'])
}

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t']

/** policy/check_seLinuxOptions.go. */
export function seLinuxOptions(pod: PolicyPod): Found {
  const allowed = pod.minor >= 31 ? [...seLinuxTypes, 'container_engine_t'] : seLinuxTypes
  const options = (context: Node | undefined): Node | undefined => part(context, 'seLinuxOptions')
  const setters = settersOf(pod, (context) => {
    const own = options(context)
    return own?.type === 'map' && (isOther(own, 'type', allowed) || Boolean(textOf(own, 'user') || textOf(own, 'role')))
  })
  const types = valuesOf(pod, setters, ['seLinuxOptions', 'type']).filter((type) => !allowed.includes(type))
  const contexts = [...(setters.isPod ? [pod.context] : []), ...setters.containers.map(({ context }) => context)]
  const sets = (field: string): boolean => contexts.some((context) => Boolean(textOf(options(context), field)))
  const wrong = [
    ...(types.length > 0 ? [`type${types.length === 1 ? '' : 's'} ${quoted(types)}`] : []),
    ...(sets('user') ? ['user may not be set'] : []),
    ...(sets('role') ? ['role may not be set'] : []),
  ]
  const rule = `set forbidden securityContext.seLinuxOptions: ${wrong.join('; ')}`
  return setterViolation('seLinuxOptions', setters, rule, ['seLinuxOptions'])
}

/** policy/check_seccompProfile_baseline.go, since 1.19. */
export function seccompProfile(pod: PolicyPod): Found {
  const setters = settersOf(pod, (context) => isOther(part(context, 'seccompProfile'), 'type', seccompTypes))
  const values = quoted(valuesOf(pod, setters, ['seccompProfile', 'type']))
  const rule = `must not set securityContext.seccompProfile.type to ${values}`
  return setterViolation('seccompProfile', setters, rule, ['seccompProfile', 'type'])
}

/** The types of profiles that confine. */
export const seccompTypes = ['RuntimeDefault', 'Localhost']

const sysctlsSince: readonly (readonly [number, readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
]

/** policy/check_sysctls.go. */
export function sysctls({ context, minor }: PolicyPod): Found {
  const allowed = sysctlsSince.flatMap(([since, names]) => (minor >= since ? names : []))
  const wrong = itemsOf(context, 'sysctls').flatMap((one) => {
    const name = textOf(one, 'name')
    return name === undefined || allowed.includes(name) ? [] : [name]
  })
  if (wrong.length === 0) return undefined
  const text = `forbidden sysctls (${wrong.join(', ')})`
  return { text, paths: [['spec', 'securityContext', 'sysctls']], containers: [] }
}

/** policy/check_windowsHostProcess.go. */
export function windowsHostProcess(pod: PolicyPod): Found {
  const setters = settersOf(pod, (context) => isValue(partAt(context, ['windowsOptions', 'hostProcess']), true))
  const rule = 'must not set securityContext.windowsOptions.hostProcess=true'
  return setterViolation('hostProcess', setters, rule, ['windowsOptions', 'hostProcess'])
}
