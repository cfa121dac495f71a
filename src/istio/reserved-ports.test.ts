import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isAlwaysReserved, reservedPort, reservedPorts } from './reserved-ports.ts'

test('six ports are always taken, two with a setting, the others never', () => {
  const always = reservedPorts.filter(isAlwaysReserved).map(({ port }) => port)
  assert.equal(always, [15000, 15001, 15006, 15020, 15021, 15090])
  assert.is(reservedPort(15008)?.onlyWith, 'ISTIO_META_ENABLE_HBONE')
  assert.is(reservedPort(15053)?.onlyWith, 'ISTIO_META_DNS_CAPTURE')
  for (const port of [15002, 15003, 15004, 15009, 15010, 15012, 15014, 15017, 8080])
    assert.is(reservedPort(port), undefined)
})

test('only TCP is listened on, and UDP for DNS', () => {
  assert.is(reservedPort(15090, 'UDP'), undefined)
  assert.is(reservedPort(15053, 'UDP')?.port, 15053)
  assert.is(reservedPort(15053, 'SCTP'), undefined)
})

test.run()
