// Files by the multipart request specification: as urql sends them, and as the uploaders around extract-files do.
import './file.mjs'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient, fetchExchange } from '@urql/core'
import extractFiles from 'extract-files/extractFiles.mjs'
import isExtractableFile from 'extract-files/isExtractableFile.mjs'
import { ask, bearer, cookie, endpoint, english, titled } from './product.mjs'

const document = `
  mutation Import($input: ImportPostInput!) {
    importPost(input: $input) { post { __typename title body } userErrors { code path message } }
  }`

// markdown is a file with a title, a text and what must not stay.
const markdown = (title, name = 'bai.md') =>
  new File([`# ${title}\n\nRửa tay **trước khi** ăn.\n\n<script>alert(1)</script>\n`], name, { type: 'text/markdown' })

async function inputOf(headers, file) {
  const { me } = await ask(headers, '{ me { staffMember { department { id } } } }')
  return { type: 'NEWS_ARTICLE', department: me.staffMember.department.id, file }
}

// send posts the form that extract-files makes of the request.
async function send(headers, variables) {
  const { clone, files } = extractFiles({ query: document, variables }, isExtractableFile)
  const form = new FormData()
  form.append('operations', JSON.stringify(clone))
  form.append('map', JSON.stringify(Object.fromEntries([...files.values()].map((paths, i) => [i, paths]))))
  ;[...files.keys()].forEach((file, i) => form.append(String(i), file, file.name))
  const answer = await fetch(endpoint, { method: 'POST', headers: { ...english, ...headers }, body: form })
  return { status: answer.status, ...(await answer.json()) }
}

function assertImported({ importPost }, title) {
  assert.deepEqual(importPost.userErrors, [])
  assert.equal(importPost.post.title, title)
  assert.match(importPost.post.body, /<strong>trước khi<\/strong>/)
  assert.doesNotMatch(importPost.post.body, /script/)
}

for (const [how, signIn] of Object.entries({ cookie, bearer })) {
  test(`urql uploads a file, signed in by ${how}`, async () => {
    const headers = await signIn('nhanvien')
    const client = createClient({ url: endpoint, exchanges: [fetchExchange], preferGetMethod: false, fetchOptions: { headers } })
    const title = titled('Tệp của urql')
    const { data, error } = await client.mutation(document, { input: await inputOf(headers, markdown(title)) })
    assert.equal(error?.message, undefined)
    assertImported(data, title)
  })

  test(`a form made by extract-files uploads a file, signed in by ${how}`, async () => {
    const headers = await signIn('nhanvien')
    const title = titled('Tệp gửi kèm')
    const { errors, data } = await send(headers, { input: await inputOf(headers, markdown(title)) })
    assert.equal(errors, undefined)
    assertImported(data, title)
  })
}

test('a file is refused whose name is of no known kind', async () => {
  const headers = await bearer('nhanvien')
  const { data } = await send(headers, { input: await inputOf(headers, markdown(titled('Tệp lạ'), 'bai.exe')) })
  assert.equal(data.importPost.post, null)
  assert.equal(data.importPost.userErrors[0].code, 'INVALID')
  assert.deepEqual(data.importPost.userErrors[0].path, ['input', 'file'])
})

test('a form that a page of another site could send changes nothing', async () => {
  const headers = await cookie('nhanvien')
  const variables = { input: await inputOf(headers, markdown(titled('Giả mạo'))) }
  const { cookie: session } = headers
  const forged = await send({ cookie: session, origin: 'https://la.example' }, variables)
  assert.equal(forged.status, 401)
  assert.equal(forged.errors[0].extensions.code, 'UNAUTHENTICATED')
  assert.equal(forged.data ?? null, null)
})
