import { defineRule } from '../../src/rule/index.ts'
import { destinationsOf } from '../shared/destinations.ts'
import { redisCluster } from '../shared/redis-cluster.ts'

export default defineRule({
  id: 'virtualservice-port-missing',
  topic: 'references',
  summary: 'A VirtualService routes to a port that its host does not have',
  why: 'Envoy has no cluster for the port: every request of the route is answered with 503, every connection is closed.',
  fix: 'Name a port of the Service: its port, not its targetPort.',
  severity: 'error',
  since: '0.1.0',
  references: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination'],
  aliases: [],
  each: 'VirtualService',
  needs: [],
  messages: {
    missing: 'Host "{host}" has no port {port}, only {ports}.',
  },
  examples: {
    good: [
      {
        title: 'the port of the Service',
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
                        port: { number: 6379 }
          `,
        },
      },
    ],
    bad: [
      {
        title: 'a port of the pods, not of the Service',
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
                        port:
                          number: 16379 #! missing
          `,
        },
      },
      {
        title: 'a port that the ServiceEntry does not have',
        files: {
          'mesh.yaml': `
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: { name: api, namespace: prod }
            spec: { hosts: [api.example.com], ports: [{ number: 443, name: https, protocol: TLS }, { number: 80, name: http, protocol: HTTP }] }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: redis, namespace: prod }
            spec:
              hosts: [api.example.com]
              http:
                - route:
                    - destination:
                        host: api.example.com
                        port:
                          number: 8443 #! missing
          `,
        },
      },
    ],
  },

  check(virtualService, { mesh, report, cannotTell }) {
    for (const { destination, severity } of destinationsOf(virtualService)) {
      const host = destination.get('host')
      const port = destination.get('port', 'number')
      if (!port.known) cannotTell(virtualService, port)
      if (!host.known || !host.value || !port.known || port.value === undefined || !virtualService.namespace) continue
      const target = mesh.resolve(host.value, virtualService.namespace)
      if (!target.known || !target.value) continue
      const has = mesh.hasPort(target.value, port.value)
      if (!has.known) cannotTell(virtualService, has)
      if (!has.known || has.value) continue
      const [declared] = [...target.value.services, ...target.value.serviceEntries]
      report({
        message: 'missing',
        severity,
        on: virtualService,
        at: destination.at(['port', 'number']),
        related: declared ? [{ at: declared.at(['spec', 'ports'], 'key'), message: 'its ports' }] : [],
        data: { host: host.value, port: port.value, ports: mesh.portsOf(target.value).join(', ') || 'none' },
      })
    }
  },
})
