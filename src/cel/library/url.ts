import type { Run } from '../values/operators.ts'
import { isOpaque, listValue, mapValue, opaque, RuntimeError, Unsupported, type Value } from '../values/value.ts'
import { parseAddress } from './address.ts'

interface Url {
  readonly scheme: string
  readonly host: string
  readonly path: string
  readonly query: string
}

const type = 'kubernetes.URL'

function refuse(text: string, why: string): never {
  throw new RuntimeError(`URL parse error during conversion from string: parse "${text}": ${why}`)
}

/** Go 1.25's `url.ParseRequestURI`, of printable ASCII. */
function parseUrl(text: string): Url {
  if (text === '') return refuse(text, 'empty url')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go looks for them too.
  if (/[\x00-\x1f\x7f]/.test(text)) return refuse(text, 'net/url: invalid control character in URL')
  if (text === '*') return { scheme: '', host: '', path: '*', query: '' }
  const [, named, afterScheme = text] = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/s.exec(text) ?? []
  const scheme = named?.toLowerCase() ?? ''
  if (scheme === '' && text.startsWith(':')) return refuse(text, 'missing protocol scheme')
  const mark = afterScheme.indexOf('?')
  const rest = mark < 0 ? afterScheme : afterScheme.slice(0, mark)
  const query = mark < 0 ? '' : afterScheme.slice(mark + 1)
  if (!rest.startsWith('/')) {
    if (scheme === '') return refuse(text, 'invalid URI for request')
    return { scheme, host: '', path: '', query }
  }
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///')))
    return { scheme, host: '', path: checkedPath(text, rest), query }
  const [, authority = '', path = ''] = /^\/\/([^/]*)(.*)$/s.exec(rest) ?? []
  if (scheme === '') return { scheme, host: '', path: checkedPath(text, rest), query }
  return { scheme, host: hostOf(text, authority), path: checkedPath(text, path), query }
}

function checkedPath(text: string, path: string): string {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(path)
  return bad ? refuse(text, `invalid URL escape "${bad[0]}"`) : path
}

function hostOf(text: string, authority: string): string {
  const at = authority.lastIndexOf('@')
  if (at >= 0 && !/^[\w\-.:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at)))
    return refuse(text, 'net/url: invalid userinfo')
  const host = authority.slice(at + 1)
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']')
    if (end < 0) return refuse(text, "missing ']' in host")
    checkPort(text, host.slice(end + 1))
    if (!parseAddress(host.slice(1, end))) throw new Unsupported('a URL with an unusual host')
    return host
  }
  if (host.includes('[') || host.includes(']')) throw new Unsupported('a URL with an unusual host')
  const colon = host.lastIndexOf(':')
  if (colon >= 0) checkPort(text, host.slice(colon))
  const bad = /[ \\^`{}|]/.exec(host)
  if (bad) return refuse(text, `invalid character "${bad[0]}" in host name`)
  if (/[%"<>]/.test(host)) throw new Unsupported('a URL with an unusual host')
  return host
}

function checkPort(text: string, port: string): void {
  if (port !== '' && !/^:\d*$/.test(port)) refuse(text, `invalid port "${port}" after host`)
}

function hostName(host: string): string {
  const bracket = /^\[(.*)\]/.exec(host)
  return bracket?.[1] ?? host.replace(/:[^:]*$/, '')
}

function portOf(host: string): string {
  return /:(\d*)$/.exec(host.replace(/^\[.*\]/, ''))?.[1] ?? ''
}

/** `url.EscapedPath`: as written where that is a valid escaping, else escaped anew. */
function escapedPath(path: string): string {
  if (/^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:@/[\]]|%[0-9a-fA-F]{2})*$/.test(path)) return path
  const bytes = new TextEncoder().encode(
    path.replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  )
  return [...bytes]
    .map((byte) => {
      const one = String.fromCharCode(byte)
      return /[A-Za-z0-9\-_.~$&+,/:;=@]/.test(one) ? one : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

/** `url.Query`: what cannot be unescaped is left out, and so are pairs with a semicolon. */
function queryOf(query: string): Value {
  const found = new Map<string, string[]>()
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue
    const [, key = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? []
    const [name, text] = [unescaped(key), unescaped(value)]
    if (name === undefined || text === undefined) continue
    found.set(name, [...(found.get(name) ?? []), text])
  }
  return mapValue([...found].map(([name, texts]) => [name, listValue(texts)] as const))
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    if (/%(?![0-9a-fA-F]{2})/.test(text)) return undefined
    throw new Unsupported('a query that is no UTF-8')
  }
}

function ofUrl(read: (url: Url) => Value): Run {
  return (value) => (isOpaque(value, type) ? read(value.data as Url) : undefined)
}

/** k8s.io/apiserver v0.35.4, pkg/cel/library/urls.go. */
export const urlFunctions: Readonly<Record<string, Run>> = {
  url: (text) => (typeof text === 'string' ? opaque(type, canonical(text), parseUrl(text)) : undefined),
  isURL: (text) => {
    if (typeof text !== 'string') return undefined
    try {
      return parseUrl(text).path !== undefined
    } catch (error) {
      if (error instanceof RuntimeError) return false
      throw error
    }
  },
  getScheme: ofUrl(({ scheme }) => scheme),
  getHost: ofUrl(({ host }) => host),
  getHostname: ofUrl(({ host }) => hostName(host)),
  getPort: ofUrl(({ host }) => portOf(host)),
  getEscapedPath: ofUrl(({ path }) => escapedPath(path)),
  getQuery: ofUrl(({ query }) => queryOf(query)),
}

function canonical(text: string): string {
  return text.replace(/^[a-zA-Z][a-zA-Z0-9+.-]*:/, (scheme) => scheme.toLowerCase())
}
