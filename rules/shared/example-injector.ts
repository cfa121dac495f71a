/** What an installation of Istio in an example says beyond the chart's defaults. */
interface ExampleSettings {
  readonly cni?: boolean
  /** `ENABLE_NATIVE_SIDECARS` of istiod. */
  readonly native?: boolean
  readonly hold?: boolean
}

/** The ConfigMaps of an installation of Istio, as much of them as examples need, and a namespace `shop` that it injects. */
export function exampleInjector({ cni = false, native = false, hold = false }: ExampleSettings): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    defaultConfig: { holdApplicationUntilProxyStarts: ${hold} }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data:
  config: |
    policy: enabled
    defaultTemplates: [sidecar]
    templates:
      sidecar: |
        metadata: {}
  values: |
    {
      "global": {
        "tag": "1.31.0",
        "proxy": {
          "includeIPRanges": "*", "excludeIPRanges": "", "includeInboundPorts": "*",
          "excludeInboundPorts": "", "includeOutboundPorts": "", "excludeOutboundPorts": ""
        }
      },
      "pilot": { "cni": { "enabled": ${cni} }, "env": { "ENABLE_NATIVE_SIDECARS": "${native}" } },
      "sidecarInjectorWebhook": { "rewriteAppHTTPProbe": true }
    }
`
}
