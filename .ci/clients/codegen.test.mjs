// graphql-codegen: TypeScript types of the server's schema and of a program's documents, compiled, and the program run.
// An expected mistake that the types do not catch fails the compiler too.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { preset } from '@graphql-codegen/client-preset'
import { codegen } from '@graphql-codegen/core'
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema } from 'graphql'
import { ask, bearer, endpoint, english, titled, url } from './product.mjs'

const folder = new URL('codegen/', import.meta.url)
const path = (name) => fileURLToPath(new URL(name, folder))
const headers = await bearer('nhanvien')
const downloaded = await fetch(`${url}/schema.graphql`, { headers })
const schema = buildSchema(await downloaded.text())

// generate writes codegen/gql, which is what the preset makes of the schema and of the documents in program.ts.
async function generate() {
  const program = await readFile(path('program.ts'), 'utf8')
  const documents = [...program.matchAll(/graphql\(`([^`]*)`\)/g)]
    .map(([, rawSDL]) => ({ location: path('program.ts'), rawSDL, document: parse(rawSDL) }))
  const files = await preset.buildGeneratesSection({
    baseOutputDir: path('gql/'),
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents,
    plugins: [],
    pluginMap: {},
    presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
    config: {
      importExtension: '.js',
      useTypeImports: true,
      strictScalars: true,
      scalars: { DateTime: 'string', Date: 'string', HTML: 'string', Slug: 'string', Upload: 'File', VND: 'number' },
    },
  })
  await rm(path('gql'), { recursive: true, force: true })
  await mkdir(path('gql'))
  for (const file of files) await writeFile(file.filename, await codegen(file))
}

test('the schema that is downloaded is the one that introspection describes', async () => {
  assert.equal(downloaded.status, 200)
  const described = buildClientSchema(await ask(headers, getIntrospectionQuery()))
  const text = (of) => printSchema(lexicographicSortSchema(of))
  assert.equal(text(schema), text(described))
})

test('graphql-codegen makes types of the schema, against which a program compiles and runs', async (t) => {
  await generate()
  await rm(path('build'), { recursive: true, force: true })
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))
  await promisify(execFile)(process.execPath, [tsc, '--project', path('tsconfig.json')])
    .catch(({ stdout, stderr }) => assert.fail(stdout + stderr))

  const { lines, make } = await import(new URL('build/program.js', folder))
  await t.test('a list of several types', async () => {
    const tenders = await lines(endpoint, english, { type: ['TENDER_NOTICE'] })
    assert.ok(tenders.length > 0)
    for (const line of tenders) assert.match(line, / until \d{4}-\d\d-\d\dT/)
    assert.ok((await lines(endpoint, english, { type: ['NEWS_ARTICLE'] })).every((line) => !line.includes(' until ')))
  })
  await t.test('a mutation', async () => {
    const { me } = await ask(headers, '{ me { staffMember { department { id } } } }')
    const department = me.staffMember.department.id
    assert.ok(await make(endpoint, headers, { type: 'NEWS_ARTICLE', department, title: titled('Từ TypeScript') }))
    await assert.rejects(make(endpoint, headers, { type: 'NEWS_ARTICLE', department, title: '' }), /input\.title: REQUIRED/)
  })
})

// The preset writes the manifest of registered operations beside the types, and the hash of each into its document.
test('the manifest that graphql-codegen writes is in order, and its operations run by their hash', async () => {
  await generate()
  const manifest = path('gql/persisted-documents.json')
  const { stdout } = await promisify(execFile)(process.env.TTYT, ['documents', 'check', manifest])
  assert.equal(stdout, `${manifest}: 2 operations, all in order\n`)

  const documents = JSON.parse(await readFile(manifest, 'utf8'))
  const [hash] = Object.entries(documents).find(([, body]) => body.startsWith('query Latest'))
  assert.match(await readFile(path('gql/graphql.ts'), 'utf8'), new RegExp(`"__meta__":{"hash":"${hash}"}`))
  const run = async () => (await fetch(endpoint, {
    method: 'POST',
    headers: { ...english, 'content-type': 'application/json' },
    body: JSON.stringify({ documentId: hash, variables: { first: 1 } }),
  })).json()
  assert.notEqual((await run()).errors, undefined)
  await copyFile(manifest, `${process.env.TTYT_MANIFEST}.new`)
  await rename(`${process.env.TTYT_MANIFEST}.new`, process.env.TTYT_MANIFEST)
  let answer
  for (const deadline = Date.now() + 15_000; !(answer = await run()).data; await sleep(500)) {
    assert.ok(Date.now() < deadline, JSON.stringify(answer))
  }
  assert.equal(answer.data.posts.nodes.length, 1)
})
