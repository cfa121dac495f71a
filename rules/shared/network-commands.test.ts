import { test } from 'uvu'
import { equal } from 'uvu/assert'
import { networkTarget } from './network-commands.ts'

function target(command: string): string | undefined {
  const found = networkTarget(command.split(' '))
  return found && `${found.host}:${found.port}`
}

test('commands that connect tell where to', () => {
  equal(target('nc -z -v -w 30 db 5432'), 'db:5432')
  equal(target('nc -w30 db $PORT'), 'db:undefined')
  equal(target('curl -m 1 -s -o /dev/null http://web.shop:8080/ok'), 'web.shop:8080')
  equal(target('wget -qO- https://user@web/x'), 'web:443')
  equal(target('pg_isready -h db'), 'db:5432')
  equal(target('psql postgres://me:secret@db.shop/web'), 'db.shop:5432')
  equal(target('/usr/bin/mysqladmin ping -hdb -P 3307'), 'db:3307')
  equal(target('redis-cli -h redis ping'), 'redis:6379')
  equal(target('git clone --depth 1 https://github.com/a/b.git'), 'github.com:443')
  equal(target('git clone git@github.com:a/b.git'), 'github.com:22')
  equal(target('wait-for-it.sh db:5432 -t 30'), 'db:5432')
  equal(target('kubectl wait --for=condition=Ready pod/x'), "Kubernetes' API:443")
  equal(target('apk add --no-cache curl'), 'a package registry:443')
  equal(target('exec /dev/tcp/db/5432'), 'db:5432')
})

test('commands that stay in the pod, or do not show where to, tell nothing', () => {
  for (const command of [
    'nc -lk 80',
    'nc -zu dns 53',
    'curl --version',
    'curl --unix-socket /s http://x/y',
    'pg_isready',
    'psql -h /var/run',
    'redis-cli ping',
    'kubectl version --client',
    'kubectl create secret generic x --dry-run=client',
    'git init',
    'pip install --no-index x',
    'pip --version',
    'echo http://web',
    'cp -r /a /b',
  ])
    equal(target(command), undefined, command)
})

test('a lookup of names is told apart', () => {
  equal(networkTarget(['nslookup', 'db']), { host: 'db', port: 53, isDns: true })
})

test.run()
