import { defineRule, isKnown, type Kinds, type Mesh, type Resource } from '../../src/rule/index.ts'
import { destinationsOf } from '../shared/destinations.ts'
import { redisCluster } from '../shared/redis-cluster.ts'

export default defineRule({
  id: 'virtualservice-port-required',
  topic: 'references',
  summary: 'A VirtualService names no port of a host that has several',
  why: 'Istio can not tell which port is meant and takes the one of the request, which the host need not have.',
  fix: 'Write port.number.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination'],
  aliases: ['IST0112'],
  each: 'VirtualService',
  needs: [],
  messages: {
    required: 'Host "{host}" has the ports {ports}, and this destination names none of them.',
  },
  examples: {
    good: [
      {
        title: 'a Service with one port',
        files: {
          'cluster.yaml': redisCluster,
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [redis]
              tcp:
                - route:
                    - destination:
                        host: redis
          `,
        },
      },
    ],
    bad: [
      {
        title: 'a Service with two ports',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: redis, namespace: prod }
          spec: { selector: { app: redis }, ports: [{ name: tcp, port: 6379 }, { name: metrics, port: 9121 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: redis, namespace: prod }
          spec:
            hosts: [redis]
            tcp:
              - route:
                  - destination:
                      host: redis #! required
        `,
      },
      {
        title: 'a mirror',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: prod }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80 }, { name: https, port: 443 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: web, namespace: prod }
          spec:
            hosts: [web]
            http:
              - route: [{ destination: { host: web, port: { number: 80 } } }]
                mirror:
                  host: web #! required
        `,
      },
      {
        title: 'requests for another host, at a port that this one does not have',
        files: `
          apiVersion: v1
          kind: Service
          metadata: { name: web, namespace: prod }
          spec: { selector: { app: web }, ports: [{ name: http, port: 80 }, { name: https, port: 443 }] }
          ---
          apiVersion: v1
          kind: Service
          metadata: { name: old, namespace: prod }
          spec: { selector: { app: old }, ports: [{ name: http, port: 8080 }] }
          ---
          apiVersion: networking.istio.io/v1
          kind: VirtualService
          metadata: { name: old, namespace: prod }
          spec:
            hosts: [old]
            http:
              - route:
                  - destination:
                      host: web #! required
        `,
      },
    ],
  },

  check(virtualService, { mesh, report, cannotTell }) {
    for (const { destination, severity } of destinationsOf(virtualService)) {
      const host = destination.get('host')
      const port = destination.has('port')
      if (!host.known || !host.value || !port.known || port.value || !virtualService.namespace) continue
      const target = mesh.resolve(host.value, virtualService.namespace)
      if (!target.known || !target.value) continue
      const required = mesh.needsPort(target.value)
      if (!required.known) cannotTell(virtualService, required)
      if (!required.known || !required.value) continue
      const ports = mesh.portsOf(target.value)
      const asked = requestPorts(virtualService, mesh)
      const fits = asked?.every((port) => ports.includes(port))
      report({
        message: 'required',
        severity: fits ? 'info' : asked ? severity : 'warning',
        on: virtualService,
        at: destination.at(['host']),
        data: { host: host.value, ports: ports.join(', ') },
      })
    }
  },
})

/**
 * The ports at which requests for a VirtualService's hosts come in, one of which Istio takes for the missing one; undefined
 * where nobody can tell, as behind a gateway.
 * Source: Istio 1.30.3, pilot/pkg/networking/core/route/route.go: GetDestinationCluster.
 */
function requestPorts(virtualService: Resource<Kinds['VirtualService']>, mesh: Mesh): readonly number[] | undefined {
  const { namespace } = virtualService
  const gateways = virtualService.entries('spec', 'gateways')
  if (!namespace || gateways.gaps.length > 0 || gateways.items.some((one) => !isKnown(one.get(), 'mesh')))
    return undefined
  const ports = virtualService.entries('spec', 'hosts').items.map((item) => {
    const host = item.get()
    const target = host.known && host.value ? mesh.resolve(host.value, namespace) : undefined
    return target?.known && target.value ? mesh.portsOf(target.value) : undefined
  })
  return ports.every((some) => some !== undefined) && ports.length > 0 ? ports.flat() : undefined
}
