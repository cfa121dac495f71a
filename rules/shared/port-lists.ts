/** The ports of a list as the annotations `traffic.sidecar.istio.io/…Ports` write them: `7000, 7001`. */
export function portsIn(list: string): readonly number[] {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => /^\d+$/.test(one))
    .map(Number)
}

/** Whether such a list names a port; `*` names all. */
export function isListed(list: string, port: number): boolean {
  return list === '*' || portsIn(list).includes(port)
}
