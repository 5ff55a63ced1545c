// Event streams: graphql-sse in its distinct connections mode, and urql's own reader of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient as createUrql, fetchExchange } from '@urql/core'
import { createClient } from 'graphql-sse'
import { bearer, cookie, endElsewhere, endpoint, submit, titled, whenTold } from './product.mjs'

function open(t, headers) {
  const client = createClient({ url: endpoint, headers, retryAttempts: 0 })
  t.after(() => client.dispose())
  return client
}

// results are all there are of an operation, until its end.
async function results(client, payload) {
  const list = []
  for await (const result of client.iterate(payload)) list.push(result)
  return list
}

async function first(client, payload) {
  for await (const result of client.iterate(payload)) return result
}

const inbox = 'subscription { inboxItemAdded { id kind subjectId subject { __typename ... on Post { title } } } }'

test('graphql-sse runs queries and mutations', { timeout: 20_000 }, async (t) => {
  const client = open(t, await bearer('nhanvien'))
  const [{ data }] = await results(client, { query: 'query($first: Int) { me { name } posts(first: $first) { nodes { id } } }', variables: { first: 3 } })
  assert.ok(data.me.name)
  assert.equal(data.posts.nodes.length, 3)

  const [read] = await results(client, { query: 'mutation { markInboxRead(input: { ids: [] }) { unread userErrors { code } } }' })
  assert.deepEqual(read.data.markInboxRead.userErrors, [])
})

test('graphql-sse tells of an inbox what another person does', { timeout: 30_000 }, async (t) => {
  const author = await bearer('nhanvien')
  for (const headers of [await bearer('truongkhoa'), await cookie('truongkhoa')]) {
    const title = titled('Qua event stream')
    const { event, acts } = await whenTold(first(open(t, headers), { query: inbox }), () => submit(author, title))
    assert.equal(event.errors, undefined)
    assert.equal(event.data.inboxItemAdded.kind, 'TO_ENDORSE')
    assert.ok(acts.includes(event.data.inboxItemAdded.subjectId))
    assert.deepEqual(event.data.inboxItemAdded.subject, { __typename: 'NewsArticle', title })
  }
})

test('graphql-sse hears an error of an operation, and its end', { timeout: 20_000 }, async (t) => {
  const client = open(t, await bearer('nhanvien'))
  for (const query of ['{ nothingOfThisName }', 'subscription { nothingOfThisName }', 'subscription { inboxItemAdded { id ']) {
    const [{ errors }, ...more] = await results(client, { query })
    assert.equal(errors[0].extensions.code, 'BAD_INPUT', query)
    assert.deepEqual(more, [], query)
  }
  const [{ errors }] = await results(open(t, {}), { query: inbox })
  assert.equal(errors[0].extensions.code, 'UNAUTHENTICATED')
})

test('an event stream ends soon after its session was ended elsewhere', { timeout: 20_000 }, async (t) => {
  const headers = await bearer('nhanvien2')
  const told = results(open(t, headers), { query: inbox })
  const since = Date.now()
  await endElsewhere(headers, 'nhanvien2')
  const [{ errors }, ...more] = await told
  assert.equal(errors[0].extensions.code, 'UNAUTHENTICATED')
  assert.deepEqual(more, [])
  assert.ok(Date.now() - since < 5_000, `${Date.now() - since} ms`)
})

test('an event stream is refused to pages of other sites', { timeout: 20_000 }, async () => {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { ...(await cookie('nhanvien')), origin: 'https://la.example', accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query: inbox }),
  })
  assert.equal(answer.status, 403)
  await answer.body.cancel()
})

test('urql subscribes by an event stream', { timeout: 30_000 }, async () => {
  const author = await bearer('nhanvien')
  const urql = createUrql({
    url: endpoint,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetchSubscriptions: true,
    fetchOptions: { headers: await bearer('truongkhoa') },
  })
  const told = new Promise((resolve) => {
    const { unsubscribe } = urql.subscription(inbox, {}).subscribe((result) => {
      resolve(result)
      queueMicrotask(() => unsubscribe())
    })
  })
  const { event, acts } = await whenTold(told, () => submit(author, titled('Cho urql')))
  assert.equal(event.error?.message, undefined)
  assert.ok(acts.includes(event.data.inboxItemAdded.subjectId))
})
