// Builds the product, starts its demonstration on a free port, runs the tests of every client against it, and stops it.
import { spawn, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const startWithin = 60_000
const runWithin = 180_000

const work = mkdtempSync(join(tmpdir(), 'ttyt-clients-'))
const binary = join(work, 'ttyt')
const log = join(work, 'log')
const manifest = join(work, 'manifest.json') // of registered operations, which a test writes
// As releases are built, so that Go finds it in its cache.
execFileSync('go', ['build', '-trimpath', '-o', binary, '.'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' })

const address = `127.0.0.1:${await freePort()}`
const password = randomBytes(12).toString('hex')
const output = openSync(log, 'w')
writeFileSync(manifest, '{}')
const server = spawn(binary, ['demo', '-addr', address, '-data', join(work, 'data')], {
  env: { ...process.env, DEMO_PASSWORD: password, TRUSTED_DOCUMENTS: manifest },
  stdio: ['ignore', output, output],
})
process.on('exit', () => {
  server.kill('SIGKILL')
  rmSync(work, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

await ready(`http://${address}/readyz`)
const status = await runTests()
if (status !== 0) console.log(`\nThe product's log:\n${readFileSync(log, 'utf8').split('\n').slice(-60).join('\n')}`)
server.kill()
if (server.exitCode === null) await once(server, 'exit')
process.exit(status)

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  await new Promise((closed) => probe.close(closed))
  return port
}

async function ready(url) {
  for (const deadline = Date.now() + startWithin; ; await sleep(100)) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    if (server.exitCode !== null || Date.now() > deadline) {
      console.log(readFileSync(log, 'utf8'))
      throw new Error('the product does not get ready')
    }
  }
}

// runTests returns the exit code of Node's test runner.
async function runTests() {
  const named = process.argv.slice(2)
  const files = named.length > 0 ? named : readdirSync(here).filter((name) => name.endsWith('.test.mjs'))
  const tests = spawn(process.execPath, ['--test', '--test-reporter=spec', ...files], {
    cwd: here,
    env: { ...process.env, TTYT: binary, TTYT_URL: `http://${address}`, TTYT_MANIFEST: manifest, DEMO_PASSWORD: password },
    stdio: 'inherit',
  })
  const late = setTimeout(() => tests.kill(), runWithin)
  const [code] = await once(tests, 'exit')
  clearTimeout(late)
  return code ?? 1
}
