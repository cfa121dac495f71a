import { argument, lift, told } from './lift.ts'
import type { Machine } from './machine.ts'
import type { Realm } from './realm.ts'
import { toText } from './text.ts'
import { Obj, type Value } from './values.ts'

/** `Buffer.from(text, encoding)` and back, `btoa` and `atob`. */
export function bufferModule(machine: Machine, realm: Realm): void {
  const prototype = realm.bufferPrototype
  const type = realm.type('Buffer', prototype, (_machine, _self, args) =>
    fromText(machine, argument(machine, args, 0), argument(machine, args, 1)),
  )
  realm.method(type, 'from', (_machine, _self, args) =>
    fromText(machine, argument(machine, args, 0), argument(machine, args, 1)),
  )
  realm.method(type, 'byteLength', (_machine, _self, args) =>
    lift(
      machine,
      'Buffer.byteLength(…)',
      [argument(machine, args, 0)],
      'number',
      ([text]) => new TextEncoder().encode(String(text)).length,
    ),
  )
  realm.method(type, 'isBuffer', (_machine, _self, args) => {
    const value = argument(machine, args, 0)
    return value instanceof Obj && value.inner instanceof Uint8Array
  })
  realm.method(prototype, 'toString', (_machine, self, args) => {
    const bytes = self instanceof Obj && self.inner instanceof Uint8Array ? self.inner : new Uint8Array()
    return lift(machine, 'buffer.toString(…)', [argument(machine, args, 0)], 'string', ([encoding]) =>
      decoded(bytes, String(encoding ?? 'utf8')),
    )
  })
  converters(machine, realm)
}

function converters(machine: Machine, realm: Realm): void {
  const convert = (name: string, run: (text: string) => string) =>
    realm.define(
      name,
      machine.native(name, (_machine, _self, args) => {
        const value = argument(machine, args, 0)
        return lift(machine, `${name}(${told(value)})`, [value], 'string', ([text]) => {
          try {
            return run(String(toText(machine, text)))
          } catch {
            return machine.fail('Error', 'The string contains invalid characters')
          }
        })
      }),
    )
  convert('btoa', btoa)
  convert('atob', atob)
}

function fromText(machine: Machine, of: Value, encoding: Value): Value {
  if (of instanceof Obj && of.inner instanceof Uint8Array) return of
  return lift(machine, `Buffer.from(${told(of)})`, [of, encoding], 'object', ([text, by]) => {
    const made = machine.register(new Obj(machine.realm.bufferPrototype))
    made.inner = encoded(String(toText(machine, text)), String(by ?? 'utf8'))
    made.props.set('length', { value: (made.inner as Uint8Array).length, hidden: true })
    return made
  })
}

function encoded(text: string, encoding: string): Uint8Array {
  if (/^base64/.test(encoding))
    return bytesOfBinary(
      atob(
        text
          .replace(/-/g, '+')
          .replace(/_/g, '/')
          .replace(/[^A-Za-z0-9+/]/g, ''),
      ),
    )
  if (encoding === 'hex')
    return Uint8Array.from(text.match(/[0-9a-fA-F]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16))
  return /^(?:binary|latin1|ascii)$/.test(encoding) ? bytesOfBinary(text) : new TextEncoder().encode(text)
}

function bytesOfBinary(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0) & 255)
}

function decoded(bytes: Uint8Array, encoding: string): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  if (encoding === 'base64') return btoa(binary)
  if (encoding === 'base64url') return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  if (encoding === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return /^(?:binary|latin1|ascii)$/.test(encoding) ? binary : new TextDecoder().decode(bytes)
}
