/** The minor version of Istio that an image's tag tells (30 for `1.30.3-distroless`), else that of a version (`1.31`). */
export function minorVersion(tag: string | undefined, istioVersion: string): number {
  const minor = /^1\.(\d+)/.exec(tag ?? '')?.[1] ?? /^1\.(\d+)/.exec(istioVersion)?.[1]
  return Number(minor)
}
