import type { Loose } from '../cdk8s/library/native.ts'
import { randomContainer, randomPodProps } from './random-pod.ts'
import { randomId, randomMetadata, type Scene } from './random-program.ts'
import { randomLabels } from './random-props.ts'

/** Random resources of cdk8s-plus. */

/** Something of this sort that the program made before, where there is any. */
export function earlier({ random, made }: Scene, sort: string): Loose {
  const list = made[sort] ?? []
  return list.length === 0 ? undefined : random.pick(list)
}

function keep({ made }: Scene, sort: string, value: Loose): Loose {
  made[sort] = [...(made[sort] ?? []), value]
  return value
}

function workload(scene: Scene, scope: Loose): Loose {
  const { random, plus, cdk8s } = scene
  const props = { ...randomPodProps(scene, scope), metadata: randomMetadata(scene) }
  if (random.chance(0.4)) props.podMetadata = { ...randomMetadata(scene) }
  if (random.chance(0.2)) props.select = random.chance(0.5)
  if (random.chance(0.1)) props.spread = true
  const kind = random.pick([
    'Deployment',
    'Deployment',
    'StatefulSet',
    'StatefulSet',
    'DaemonSet',
    'Job',
    'CronJob',
    'Pod',
  ])
  if (random.chance(0.4)) props.replicas = random.below(5)
  if (kind === 'Deployment' || kind === 'StatefulSet') props.minReady = cdk8s.Duration.seconds(random.below(30))
  if (kind === 'Deployment' && random.chance(0.5))
    props.strategy = random.pick<Loose>([
      plus.DeploymentStrategy.recreate(),
      plus.DeploymentStrategy.rollingUpdate({ maxSurge: plus.PercentOrAbsolute.absolute(random.below(3)) }),
    ])
  if (kind === 'StatefulSet') stateful(scene, props)
  if (kind === 'CronJob') {
    props.schedule = random.pick([cdk8s.Cron.daily(), cdk8s.Cron.schedule({ minute: '5' })])
    if (random.chance(0.3)) props.timeZone = 'UTC'
    if (random.chance(0.3)) props.startingDeadline = cdk8s.Duration.seconds(9 + random.below(60))
  }
  if (kind.endsWith('Job') && random.chance(0.4)) props.backoffLimit = random.below(4)
  if (kind.endsWith('Job') && random.chance(0.4)) props.ttlAfterFinished = cdk8s.Duration.minutes(random.below(4))
  const made = new plus[kind](scope, randomId(scene), props)
  keep(scene, 'workload', made)
  if (kind === 'Deployment') keep(scene, 'deployment', made)
  if (kind === 'Deployment' || kind === 'StatefulSet') keep(scene, 'scalable', made)
  return made
}

function stateful(scene: Scene, props: Loose): void {
  const { random, plus, cdk8s } = scene
  if (random.chance(0.3)) props.service = earlier(scene, 'service')
  const container = props.containers?.[0]
  if (!props.service && container && random.chance(0.98)) container.ports = [{ number: 7777, name: 'data' }]
  const isMounted = container?.volumeMounts?.[0]?.volume.name === 'data'
  if (random.chance(0.3)) props.podManagementPolicy = plus.PodManagementPolicy.PARALLEL
  if (random.chance(0.3)) props.strategy = plus.StatefulSetUpdateStrategy.onDelete()
  if (random.chance(0.3)) props.volumeClaimTemplates = []
  if (isMounted || random.chance(0.02))
    props.volumeClaimTemplates = [
      {
        name: 'data',
        storage: cdk8s.Size.gibibytes(1),
        accessModes: [plus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
      },
    ]
}

function service(scene: Scene, scope: Loose): void {
  const { random, plus } = scene
  const props: Loose = { metadata: randomMetadata(scene) }
  if (random.chance(0.99))
    props.ports = Array.from({ length: 1 + random.below(2) }, (_, index) => ({
      port: 80 + index,
      ...(random.chance(0.5) ? { targetPort: random.below(3) } : {}),
      ...(random.chance(0.5) ? { name: `p${index}` } : {}),
      ...(random.chance(0.2) ? { protocol: plus.Protocol.UDP, nodePort: 30000 } : {}),
    }))
  if (random.chance(0.3)) props.clusterIP = 'None'
  if (random.chance(0.1)) props.externalName = 'example.test'
  if (random.chance(0.3))
    props.type = random.pick(Object.values(plus.ServiceType).slice(0, random.chance(0.95) ? 3 : 4))
  if (random.chance(0.4)) props.selector = earlier(scene, random.pick(['workload', 'pods']))
  if (random.chance(0.2)) props.publishNotReadyAddresses = true
  const made = new plus.Service(scope, randomId(scene), props)
  if (random.chance(0.3)) made.selectLabel('app', 'web')
  keep(scene, 'service', made)
}

function data(scene: Scene, scope: Loose): void {
  const { random, plus } = scene
  const common = { metadata: randomMetadata(scene), ...(random.chance(0.3) ? { immutable: true } : {}) }
  const id = randomId(scene)
  const account = earlier(scene, 'account')
  random.pick<() => void>([
    () => keep(scene, 'map', new plus.ConfigMap(scope, id, { ...common, data: { a: '1' } })).addData('b', '2'),
    () =>
      keep(
        scene,
        'map',
        new plus.ConfigMap(scope, id, { ...common, data: randomLabels(random), binaryData: { x: 'eA==' } }),
      ),
    () => keep(scene, 'map', plus.ConfigMap.fromConfigMapName(scope, id, 'imported')),
    () =>
      keep(scene, 'secret', new plus.Secret(scope, id, { ...common, stringData: { a: '1' } })).addStringData('k', 'v'),
    () => keep(scene, 'secret', plus.Secret.fromSecretName(scope, id, 'imported')),
    () => keep(scene, 'secret', new plus.BasicAuthSecret(scope, id, { ...common, username: 'u', password: 'p' })),
    () => keep(scene, 'secret', new plus.SshAuthSecret(scope, id, { ...common, sshPrivateKey: 'k' })),
    () => keep(scene, 'secret', new plus.TlsSecret(scope, id, { ...common, tlsCert: 'c', tlsKey: 'k' })),
    () => keep(scene, 'secret', new plus.DockerConfigSecret(scope, id, { ...common, data: { auths: { a: 1 } } })),
    () => account && new plus.ServiceAccountTokenSecret(scope, id, { ...common, serviceAccount: account }),
  ])()
}

function storage(scene: Scene, scope: Loose): void {
  const { random, plus, cdk8s } = scene
  const props: Loose = { metadata: randomMetadata(scene), storageClassName: 'fast' }
  if (random.chance(0.6)) props.storage = random.chance(0.95) ? cdk8s.Size.gibibytes(5) : cdk8s.Size.mebibytes(512)
  if (random.chance(0.6)) props.accessModes = [plus.PersistentVolumeAccessMode.READ_WRITE_MANY]
  const id = randomId(scene)
  random.pick<() => void>([
    () => keep(scene, 'claim', new plus.PersistentVolumeClaim(scope, id, props)),
    () => keep(scene, 'claim', plus.PersistentVolumeClaim.fromClaimName(scope, id, 'imported')),
    () => keep(scene, 'disk', new plus.AwsElasticBlockStorePersistentVolume(scope, id, { ...props, volumeId: 'v' })),
    () => keep(scene, 'disk', new plus.AzureDiskPersistentVolume(scope, id, { ...props, diskName: 'd', diskUri: 'u' })),
    () => keep(scene, 'disk', new plus.GCEPersistentDiskPersistentVolume(scope, id, { ...props, pdName: 'p' })),
    () => earlier(scene, 'disk')?.reserve(),
  ])()
}

function access(scene: Scene, scope: Loose): void {
  const { random, plus } = scene
  const id = randomId(scene)
  const metadata = randomMetadata(scene)
  const subject = earlier(scene, random.pick(['account', 'subject'])) ?? plus.User.fromName(scope, `u${id}`, 'ann')
  const resource = earlier(scene, random.pick(['workload', 'service', 'secret'])) ?? plus.ApiResource.PODS
  const resources = [resource, plus.ApiResource.custom({ apiGroup: 'x.io', resourceType: 'xs' })]
  random.pick<() => void>([
    () => keep(scene, 'account', new plus.ServiceAccount(scope, id, { metadata, automountToken: random.chance(0.5) })),
    () => keep(scene, 'account', plus.ServiceAccount.fromServiceAccountName(scope, id, 'robot')),
    () => keep(scene, 'subject', plus.Group.fromName(scope, id, 'team')),
    () => {
      const role = new plus.Role(scope, id, { metadata, rules: [{ verbs: ['get'], resources }] })
      role.allowReadWrite(resource)
      role.bind(subject)
    },
    () => {
      const role = new plus.ClusterRole(scope, id, { metadata, aggregationLabels: { a: 'b' } })
      role.allowRead(plus.ApiResource.NODES, plus.NonApiResource.of('/healthz'))
      role.bind(subject)
      role.bindInNamespace('prod', subject)
      role.combine(new plus.ClusterRole(scope, `${id}c`))
    },
    () => resource.permissions?.grantRead(subject),
  ])()
}

function expose(scene: Scene): void {
  const { random, plus } = scene
  const deployment = earlier(scene, 'deployment')
  if (!deployment) return
  const options: Loose = {}
  if (random.chance(0.5)) options.name = random.pick(['front', 'back'])
  if (random.chance(0.3)) options.serviceType = plus.ServiceType.NODE_PORT
  if (random.chance(0.3)) deployment.exposeViaIngress('/', options)
  else keep(scene, 'service', deployment.exposeViaService(options))
}

function ingress(scene: Scene, scope: Loose): void {
  const { random, plus } = scene
  const target = earlier(scene, 'service')
  if (!target) return
  const made = new plus.Ingress(scope, randomId(scene), { metadata: randomMetadata(scene), className: 'nginx' })
  const backend = () => plus.IngressBackend.fromService(target, random.chance(0.7) ? { port: 80 } : {})
  if (random.chance(0.4)) made.addDefaultBackend(backend())
  for (let count = random.below(4); count > 0; count--)
    made.addHostRule(random.pick(['a.test', 'b.test']), random.pick(['/', '/b', '/a', '/B', '/a-b', '/ab']), backend())
  if (random.chance(0.3)) made.addRule('/x', plus.IngressBackend.fromResource(target), plus.HttpIngressPathType.EXACT)
  if (random.chance(0.3)) made.addTls([{ hosts: ['a.test'], secret: earlier(scene, 'secret') }])
}

function scaler(scene: Scene, scope: Loose): void {
  const { random, plus, cdk8s } = scene
  const target = earlier(scene, 'scalable')
  if (!target) return
  const wanted = plus.MetricTarget.averageUtilization(70)
  const labelSelector = plus.LabelSelector.of({ labels: { a: 'b' } })
  const props: Loose = { metadata: randomMetadata(scene), target, maxReplicas: 1 + random.below(9) }
  if (random.chance(0.5)) props.minReplicas = 1 + random.below(3)
  if (random.chance(0.6))
    props.metrics = [
      plus.Metric.resourceCpu(wanted),
      plus.Metric.containerMemory({ container: target.containers[0], target: plus.MetricTarget.averageValue(3) }),
      plus.Metric.pods({ name: 'm', target: plus.MetricTarget.value(5), labelSelector }),
      plus.Metric.object({ name: 'm', target: wanted, object: target }),
      plus.Metric.external({ name: 'm', target: wanted }),
    ].slice(random.below(5))
  if (random.chance(0.3))
    props.scaleUp = {
      strategy: plus.ScalingStrategy.DISABLED,
      policies: [
        { replicas: plus.Replicas.percent(5) },
        { replicas: plus.Replicas.absolute(2), duration: cdk8s.Duration.minutes(2) },
      ],
    }
  if (random.chance(0.3)) props.scaleDown = { stabilizationWindow: cdk8s.Duration.minutes(3) }
  new plus.HorizontalPodAutoscaler(scope, randomId(scene), props)
}

function peer(scene: Scene, scope: Loose): Loose {
  const { random, plus } = scene
  const id = randomId(scene)
  const old = earlier(scene, random.pick(['workload', 'namespace', 'pods']))
  if (old && random.chance(0.6)) return old
  return random.pick<() => Loose>([
    () => plus.NetworkPolicyIpBlock.ipv4(scope, id, '10.0.0.0/8', ['10.1.0.0/16']),
    () => plus.NetworkPolicyIpBlock.anyIpv6(scope, id),
    () => keep(scene, 'pods', plus.Pods.select(scope, id, { labels: { app: 'web' } })),
    () => keep(scene, 'pods', plus.Pods.all(scope, id, { namespaces: plus.Namespaces.all(scope, `${id}n`) })),
    () => plus.Namespaces.select(scope, id, { names: ['a', 'b'], labels: { x: 'y' } }),
    () => plus.Namespaces.select(scope, id, { expressions: [plus.LabelExpression.in('k', ['v'])] }),
  ])()
}

function network(scene: Scene, scope: Loose): void {
  const { random, plus } = scene
  const one = earlier(scene, 'workload')
  if (one && random.chance(0.5)) {
    const options = random.chance(0.3) ? { isolation: random.pick(Object.values(plus.PodConnectionsIsolation)) } : {}
    if (random.chance(0.5)) one.connections.allowTo(peer(scene, scope), options)
    else one.connections.allowFrom(peer(scene, scope), options)
    return
  }
  const props: Loose = { metadata: randomMetadata(scene), selector: earlier(scene, 'workload') }
  if (random.chance(0.5)) props.egress = { default: random.pick(['DENY', 'ALLOW']) }
  const ports = [plus.NetworkPolicyPort.tcp(80), plus.NetworkPolicyPort.udpRange(1, 9), plus.NetworkPolicyPort.of({})]
  if (random.chance(0.5)) props.ingress = { rules: [{ peer: peer(scene, scope), ports }] }
  new plus.NetworkPolicy(scope, randomId(scene), props)
}

function schedule(scene: Scene): void {
  const { random, plus } = scene
  const one = earlier(scene, 'workload')
  if (!one) return
  const { Node, NodeLabelQuery, NodeTaintQuery, Topology } = plus
  const weight = random.chance(0.5) ? { weight: random.below(102) } : {}
  const topology = random.chance(0.5) ? { topology: random.pick([Topology.ZONE, Topology.custom('x')]) } : {}
  const other = earlier(scene, random.pick(['workload', 'pods'])) ?? one
  random.pick<() => void>([
    () => one.scheduling.assign(Node.named('n1')),
    () => one.scheduling.tolerate(Node.tainted(NodeTaintQuery.is('k', 'v'), NodeTaintQuery.any())),
    () => one.scheduling.attract(Node.labeled(NodeLabelQuery.is('a', 'b'), NodeLabelQuery.exists('c')), weight),
    () => one.scheduling.colocate(other, { ...weight, ...topology }),
    () => one.scheduling.separate(other, { ...weight, ...topology }),
    () => one.scheduling.spread?.(topology),
  ])()
}

function change(scene: Scene): void {
  const { random, plus, cdk8s } = scene
  const one = earlier(scene, 'workload')
  if (!one) return
  random.pick<() => void>([
    () => one.podMetadata.addLabel('sidecar.istio.io/inject', 'false'),
    () => one.metadata.addLabel('app', 'x'),
    () => one.addContainer(randomContainer(scene, one)),
    () =>
      one.select?.(plus.LabelSelector.of({ labels: { app: 'x' }, expressions: [plus.LabelExpression.exists('y')] })),
    () => cdk8s.ApiObject.of(one).addJsonPatch(cdk8s.JsonPatch.add('/metadata/annotations', { a: 'b' })),
    () => one.addHostAlias({ ip: '1.2.3.4', hostnames: ['h'] }),
    () => one.containers[0]?.env.addVariable('LATE', plus.EnvValue.fromValue('1')),
  ])()
}

/** Makes or changes one random resource. */
export function randomResource(scene: Scene, scope: Loose): void {
  const step = scene.random.next()
  if (step < 0.35) workload(scene, scope)
  else if (step < 0.47) service(scene, scope)
  else if (step < 0.55) data(scene, scope)
  else if (step < 0.6) storage(scene, scope)
  else if (step < 0.66) access(scene, scope)
  else if (step < 0.71) expose(scene)
  else if (step < 0.75) ingress(scene, scope)
  else if (step < 0.8) scaler(scene, scope)
  else if (step < 0.86) network(scene, scope)
  else if (step < 0.91) schedule(scene)
  else if (step < 0.96) change(scene)
  else keep(scene, 'namespace', new scene.plus.Namespace(scope, randomId(scene), { metadata: randomMetadata(scene) }))
}
