import { invoke } from './functions.ts'
import { iterationSlots } from './iteration.ts'
import { argument } from './lift.ts'
import { type Machine, Thrown } from './machine.ts'
import { allOf, allSettled, chain, firstOf, newPromise, promiseOf, rejection } from './promises.ts'
import type { Realm } from './realm.ts'
import { Unknown } from './unknown.ts'
import type { Slot, Value } from './values.ts'

export function promiseBuiltins(machine: Machine, realm: Realm): void {
  const prototype = realm.promisePrototype
  const type = realm.type('Promise', prototype, (_machine, _self, args) =>
    newPromise(machine, argument(machine, args, 0)),
  )
  realm.method(type, 'resolve', (_machine, _self, args) => promiseOf(machine, argument(machine, args, 0)))
  realm.method(type, 'reject', (_machine, _self, args) =>
    rejection(machine, new Thrown(argument(machine, args, 0), machine.at)),
  )
  const over = (name: string, run: (machine: Machine, list: readonly Slot[]) => Value) =>
    realm.method(type, name, (_machine, _self, args) => {
      const list = argument(machine, args, 0)
      return list instanceof Unknown ? list : run(machine, iterationSlots(machine, list, name))
    })
  over('all', allOf)
  over('allSettled', allSettled)
  over('race', firstOf)
  over('any', firstOf)
  realm.method(prototype, 'then', (_machine, self, args) =>
    chain(machine, self, argument(machine, args, 0), argument(machine, args, 1)),
  )
  realm.method(prototype, 'catch', (_machine, self, args) =>
    chain(machine, self, undefined, argument(machine, args, 0)),
  )
  realm.method(prototype, 'finally', (_machine, self, args) => {
    invoke(machine, argument(machine, args, 0), undefined, [], 'finally')
    return self
  })
  timers(machine, realm)
}

/** What is to run later runs at once: only its effects matter. */
function timers(machine: Machine, realm: Realm): void {
  for (const name of ['setTimeout', 'setImmediate', 'setInterval', 'queueMicrotask'])
    realm.define(
      name,
      machine.native(name, (_machine, _self, [callback, _delay, ...args]) => {
        if (callback && name !== 'setInterval') invoke(machine, callback.value, undefined, args, name)
        return 0
      }),
    )
  for (const name of ['clearTimeout', 'clearInterval'])
    realm.define(
      name,
      machine.native(name, () => undefined),
    )
}
