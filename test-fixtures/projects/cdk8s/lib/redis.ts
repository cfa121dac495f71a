import { Construct } from 'constructs'
import { k8s } from 'cdk8s-plus-33'

export interface RedisProps {
  readonly replicas?: number
  readonly labels?: Record<string, string>
  readonly metricsPort?: number
}

/** A Redis with its headless Service. */
export class Redis extends Construct {
  readonly service: k8s.KubeService

  constructor(scope: Construct, id: string, props: RedisProps = {}) {
    super(scope, id)
    const labels = { app: id, ...props.labels }
    this.service = new k8s.KubeService(this, 'headless', {
      metadata: { name: id },
      spec: {
        clusterIp: 'None',
        selector: { app: id },
        ports: [{ name: 'tcp-redis', port: 6379 }],
      },
    })
    new k8s.KubeStatefulSet(this, 'set', {
      metadata: { name: id },
      spec: {
        serviceName: `${id}-headless`,
        replicas: props.replicas ?? 3,
        selector: { matchLabels: { app: id } },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'redis',
                image: `redis:${process.env.REDIS_VERSION ?? '7.4'}`,
                args: ['--replicaof', `${id}-0.${id}-headless`, '6379'],
                ports: [{ name: 'tcp-redis', containerPort: 6379 }],
              },
              {
                name: 'exporter',
                image: 'oliver006/redis_exporter:v1.62.0',
                ports: [{ name: 'http-metrics', containerPort: props.metricsPort ?? 9121 }],
              },
            ],
          },
        },
      },
    })
  }
}
