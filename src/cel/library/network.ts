import type { Run } from '../values/operators.ts'
import { isOpaque, opaque, RuntimeError, type Value } from '../values/value.ts'
import { type Address, parseAddress, showAddress } from './address.ts'

interface Prefix {
  readonly address: Address
  readonly length: number
}

function readIp(text: string): Address {
  const found = parseAddress(text)
  if (found === undefined)
    throw new RuntimeError(
      `IP Address "${text}" parse error during conversion from string: ParseAddr("${text}"): unable to parse IP`,
    )
  if (found.zone) throw new RuntimeError(`IP address "${text}" with zone value is not allowed`)
  if (isMapped(found)) throw new RuntimeError(`IPv4-mapped IPv6 address "${text}" is not allowed`)
  return found
}

function isMapped({ bits, value }: Address): boolean {
  return bits === 128 && value >> 32n === 0xffffn
}

function readCidr(text: string): Prefix {
  const slash = text.lastIndexOf('/')
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash))
  const digits = text.slice(slash + 1)
  const isRight = /^(0|[1-9]\d{0,2})$/.test(digits) && address && !address.zone && Number(digits) <= address.bits
  if (!address || !isRight)
    throw new RuntimeError(`network address parse error during conversion from string: netip.ParsePrefix("${text}")`)
  if (isMapped(address)) throw new RuntimeError(`IPv4-mapped IPv6 address "${text}" is not allowed`)
  return { address, length: Number(digits) }
}

function ipValue(address: Address): Value {
  return opaque('net.IP', showAddress(address), address)
}

function cidrValue(prefix: Prefix): Value {
  return opaque('net.CIDR', `${showAddress(prefix.address)}/${prefix.length}`, prefix)
}

function ipOf(value: Value | undefined): Address | undefined {
  if (typeof value === 'string') return readIp(value)
  return isOpaque(value, 'net.IP') ? (value.data as Address) : undefined
}

function cidrOf(value: Value | undefined): Prefix | undefined {
  if (typeof value === 'string') return readCidr(value)
  return isOpaque(value, 'net.CIDR') ? (value.data as Prefix) : undefined
}

function masked({ address, length }: Prefix): Address {
  const host = BigInt(address.bits - length)
  return { ...address, value: (address.value >> host) << host }
}

function contains(prefix: Prefix, { bits, value }: Address): boolean {
  const host = BigInt(prefix.address.bits - prefix.length)
  return bits === prefix.address.bits && value >> host === prefix.address.value >> host
}

function isValid(text: Value | undefined, read: (text: string) => unknown): boolean | undefined {
  if (typeof text !== 'string') return undefined
  try {
    return read(text) !== undefined
  } catch (error) {
    if (error instanceof RuntimeError) return false
    throw error
  }
}

function ofIp(read: (address: Address) => Value): Run {
  return (value) => (isOpaque(value, 'net.IP') ? read(value.data as Address) : undefined)
}

function ofCidr(read: (prefix: Prefix) => Value): Run {
  return (value) => (isOpaque(value, 'net.CIDR') ? read(value.data as Prefix) : undefined)
}

function inRange({ bits, value }: Address, first: bigint, length: bigint, width: number): boolean {
  return bits === width && value >> (BigInt(width) - length) === first
}

function isMulticast(ip: Address): boolean {
  return inRange(ip, 0xen, 4n, 32) || inRange(ip, 0xffn, 8n, 128)
}

function isLinkLocal(ip: Address): boolean {
  return inRange(ip, 0xa9fen, 16n, 32) || inRange(ip, 0xfe80n >> 6n, 10n, 128)
}

function isLoopback(ip: Address): boolean {
  return inRange(ip, 127n, 8n, 32) || (ip.bits === 128 && ip.value === 1n)
}

function isGlobal(ip: Address): boolean {
  const isBroadcast = ip.bits === 32 && ip.value === 0xffffffffn
  return ip.value !== 0n && !isBroadcast && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocal(ip)
}

/** k8s.io/apiserver v0.35.4, pkg/cel/library/ip.go and cidr.go; Go 1.25, net/netip. */
export const networkFunctions: Readonly<Record<string, Run>> = {
  ip: (value) => {
    if (typeof value === 'string') return ipValue(readIp(value))
    return isOpaque(value, 'net.CIDR') ? ipValue((value.data as Prefix).address) : undefined
  },
  isIP: (text) => isValid(text, readIp),
  'ip.isCanonical': (text) => (typeof text === 'string' ? showAddress(readIp(text)) === text : undefined),
  family: ofIp(({ bits }) => (bits === 32 ? 4n : 6n)),
  isUnspecified: ofIp(({ value }) => value === 0n),
  isLoopback: ofIp(isLoopback),
  isLinkLocalMulticast: ofIp(
    (ip) => inRange(ip, 0xe00000n, 24n, 32) || (inRange(ip, 0xffn, 8n, 128) && ((ip.value >> 112n) & 0xfn) === 2n),
  ),
  isLinkLocalUnicast: ofIp(isLinkLocal),
  isGlobalUnicast: ofIp(isGlobal),
  cidr: (text) => (typeof text === 'string' ? cidrValue(readCidr(text)) : undefined),
  isCIDR: (text) => isValid(text, readCidr),
  containsIP: (value, other) => {
    const [prefix, address] = [cidrOf(value), ipOf(other)]
    return prefix && address && contains(prefix, address)
  },
  containsCIDR: (value, other) => {
    const [prefix, inner] = [cidrOf(value), cidrOf(other)]
    return prefix && inner && contains(prefix, masked(inner)) && prefix.length <= inner.length
  },
  masked: ofCidr((prefix) => cidrValue({ address: masked(prefix), length: prefix.length })),
  prefixLength: ofCidr(({ length }) => BigInt(length)),
}
