import type { Loose } from '../cdk8s/library/native.ts'
import { randomId, type Scene } from './random-program.ts'
import { earlier } from './random-workload.ts'

/** Random pods and containers of cdk8s-plus. */

function probe({ random, plus, cdk8s }: Scene): Loose {
  const options = random.chance(0.5) ? { port: 9000, periodSeconds: cdk8s.Duration.seconds(7) } : {}
  return random.pick<() => Loose>([
    () => plus.Probe.fromHttpGet('/ok', { ...options, scheme: plus.ConnectionScheme.HTTPS, host: 'h' }),
    () => plus.Probe.fromCommand(['true'], { failureThreshold: 5, successThreshold: 2 }),
    () => plus.Probe.fromTcpSocket({ ...options, initialDelaySeconds: cdk8s.Duration.minutes(1) }),
    () => plus.Probe.fromGrpc({ ...options, timeoutSeconds: cdk8s.Duration.seconds(3) }),
  ])()
}

function envValue(scene: Scene): Loose {
  const { random, plus } = scene
  const map = earlier(scene, 'map')
  const secret = earlier(scene, 'secret')
  return random.pick<() => Loose>([
    () => plus.EnvValue.fromValue(random.pick<Loose>(['x', '', undefined])),
    () => plus.EnvValue.fromFieldRef(plus.EnvFieldPaths.POD_IP, { apiVersion: 'v1' }),
    () => plus.EnvValue.fromFieldRef(plus.EnvFieldPaths.POD_LABEL, random.chance(0.99) ? { key: 'app' } : {}),
    () => plus.EnvValue.fromResource(plus.ResourceFieldPaths.CPU_LIMIT, random.chance(0.5) ? { divisor: '1m' } : {}),
    () => (map ? plus.EnvValue.fromConfigMap(map, 'k', { optional: true }) : plus.EnvValue.fromValue('m')),
    () => (secret ? secret.envValue('k') : plus.EnvValue.fromValue('s')),
    () => plus.EnvValue.fromProcess('NO_SUCH_VARIABLE_AT_ALL'),
  ])()
}

function resources({ random, plus, cdk8s }: Scene): Loose {
  return random.pick<() => Loose>([
    () => ({}),
    () => ({ cpu: { request: plus.Cpu.millis(50) } }),
    () => ({
      memory: { limit: cdk8s.Size.gibibytes(2) },
      cpu: { limit: plus.Cpu.units(2), request: plus.Cpu.units(1) },
    }),
    () => ({ ephemeralStorage: { limit: cdk8s.Size.gibibytes(3), request: cdk8s.Size.gibibytes(1) } }),
    () => ({ memory: { request: cdk8s.Size.kibibytes(random.chance(0.95) ? 2048 : 1) } }),
  ])()
}

function securityContext({ random, plus }: Scene): Loose {
  return random.pick<Loose>([
    {},
    { user: 1000, group: 1000, ensureNonRoot: false },
    { privileged: true, allowPrivilegeEscalation: true, readOnlyRootFilesystem: false },
    { capabilities: { add: [plus.Capability.NET_ADMIN], drop: [plus.Capability.ALL] } },
    { seccompProfile: { type: plus.SeccompProfileType.RUNTIME_DEFAULT } },
  ])
}

function volume(scene: Scene, scope: Loose): Loose {
  const { random, plus, cdk8s } = scene
  const id = randomId(scene)
  const { Volume } = plus
  const map = earlier(scene, 'map')
  const secret = earlier(scene, 'secret')
  const claim = earlier(scene, 'claim')
  return random.pick<() => Loose>([
    () =>
      Volume.fromEmptyDir(scope, id, random.pick(['data', 'scratch', 'a'.repeat(80)]), {
        sizeLimit: cdk8s.Size.gibibytes(1),
      }),
    () => Volume.fromEmptyDir(scope, id, 'data', { medium: plus.EmptyDirMedium.MEMORY }),
    () =>
      map
        ? Volume.fromConfigMap(scope, id, map, { items: { b: { path: 'x' }, a: { path: 'y', mode: 5 } } })
        : undefined,
    () => (secret ? Volume.fromSecret(scope, id, secret, { defaultMode: 256, optional: true }) : undefined),
    () => (claim ? Volume.fromPersistentVolumeClaim(scope, id, claim) : undefined),
    () => Volume.fromHostPath(scope, id, 'host', { path: '/x' }),
    () => Volume.fromNfs(scope, id, 'nfs', { server: 's', path: '/' }),
    () => Volume.fromCsi(scope, id, 'driver', { attributes: { a: 'b' } }),
    () => Volume.fromAwsElasticBlockStore(scope, id, 'v1', { partition: 2 }),
    () => Volume.fromAzureDisk(scope, id, 'd', 'u'),
    () => Volume.fromGcePersistentDisk(scope, id, 'pd'),
    () => Volume.fromName(scope, id, 'data'),
    () => earlier(scene, 'disk'),
  ])()
}

function ports({ random, plus }: Scene): Loose {
  return Array.from({ length: random.below(3) }, (_, index) => ({
    number: 8080 + (random.chance(0.98) ? index : 0),
    ...(random.chance(0.7)
      ? { name: `${random.pick(['http', 'grpc', 'tcp'])}${random.chance(0.98) ? index : ''}` }
      : {}),
    ...(random.chance(0.3) ? { protocol: plus.Protocol.UDP } : {}),
    ...(random.chance(0.2) ? { hostPort: 80, hostIp: '1.1.1.1' } : {}),
  }))
}

/** The properties of a random container. */
export function randomContainer(scene: Scene, scope: Loose): Loose {
  const { random, plus } = scene
  const props: Loose = { image: random.pick(['nginx', 'registry.test/app:1']) }
  if (random.chance(0.7)) props.name = `c${random.below(50)}`
  if (random.chance(0.5)) props.portNumber = 8000 + random.below(3)
  if (random.chance(0.004)) props.port = 7000
  if (random.chance(0.4)) props.ports = ports(scene)
  if (random.chance(0.2)) props.command = ['sh', '-c']
  if (random.chance(0.2)) props.args = []
  if (random.chance(0.3)) props.envVariables = { A: envValue(scene), B: envValue(scene) }
  if (random.chance(0.2) && earlier(scene, 'map'))
    props.envFrom = [plus.Env.fromConfigMap(earlier(scene, 'map'), random.pick<Loose>([undefined, 'P_']))]
  if (random.chance(0.1) && earlier(scene, 'secret')) props.envFrom = [plus.Env.fromSecret(earlier(scene, 'secret'))]
  if (random.chance(0.3)) props.readiness = probe(scene)
  if (random.chance(0.3)) props.liveness = probe(scene)
  if (random.chance(0.2)) props.startup = probe(scene)
  if (random.chance(0.2))
    props.lifecycle = { preStop: plus.Handler.fromCommand(['x']), postStart: plus.Handler.fromHttpGet('/') }
  if (random.chance(0.1)) props.lifecycle = { preStop: plus.Handler.fromTcpSocket({ host: 'h' }) }
  if (random.chance(0.5)) props.resources = resources(scene)
  if (random.chance(0.4)) props.securityContext = securityContext(scene)
  if (random.chance(0.2)) props.imagePullPolicy = plus.ImagePullPolicy.NEVER
  if (random.chance(0.2)) props.workingDir = '/w'
  if (random.chance(0.004)) props.restartPolicy = plus.ContainerRestartPolicy.ALWAYS
  if (random.chance(0.3)) {
    const one = volume(scene, scope)?.asVolume()
    if (one)
      props.volumeMounts = [
        { path: '/d', volume: one, ...(random.chance(0.5) ? { subPath: 's', readOnly: true } : {}) },
      ]
  }
  return props
}

function initContainer(scene: Scene, scope: Loose): Loose {
  const { random, plus } = scene
  const { readiness, liveness, startup, restartPolicy, ...props } = randomContainer(scene, scope)
  const probes = { readiness, liveness, startup }
  if (random.chance(0.7)) return props
  return random.chance(0.95)
    ? { ...props, ...probes, restartPolicy: plus.ContainerRestartPolicy.ALWAYS }
    : { ...props, ...probes }
}

/** The properties that all pods and workloads have. */
export function randomPodProps(scene: Scene, scope: Loose): Loose {
  const { random, plus, cdk8s } = scene
  const props: Loose = {}
  if (random.chance(0.98))
    props.containers = Array.from({ length: 1 + random.below(2) }, () => randomContainer(scene, scope))
  if (random.chance(0.2)) props.initContainers = [initContainer(scene, scope)]
  if (random.chance(0.2)) props.volumes = [volume(scene, scope)].filter((one) => one?.name && !one.reserve)
  if (random.chance(0.2)) props.restartPolicy = plus.RestartPolicy.ON_FAILURE
  if (random.chance(0.3)) props.serviceAccount = earlier(scene, 'account')
  if (random.chance(0.3))
    props.securityContext = { fsGroup: 5, sysctls: [{ name: 'a', value: 'b' }], ensureNonRoot: false }
  if (random.chance(0.2))
    props.dns = { hostname: 'h', nameservers: ['1.1.1.1'], options: [{ name: 'ndots', value: '2' }] }
  if (random.chance(0.005)) props.dns = { policy: plus.DnsPolicy.NONE }
  if (random.chance(0.2)) props.dockerRegistryAuth = earlier(scene, 'secret')
  if (random.chance(0.2)) props.automountServiceAccountToken = true
  if (random.chance(0.1)) props.hostNetwork = true
  if (random.chance(0.1)) props.isolate = true
  if (random.chance(0.2)) props.terminationGracePeriod = cdk8s.Duration.minutes(random.below(3))
  if (random.chance(0.1)) props.enableServiceLinks = false
  if (random.chance(0.1)) props.hostAliases = [{ ip: '1.1.1.1', hostnames: ['a'] }]
  return props
}
