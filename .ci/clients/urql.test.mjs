// urql, with its own fetch exchange.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { cacheExchange, createClient, fetchExchange, gql } from '@urql/core'
import { persistedExchange } from '@urql/exchange-persisted'
import { ask, bearer, cookie, draft, endpoint, english, titled } from './product.mjs'

// open makes a client, whose requests it lists.
function open(headers, { exchanges = [cacheExchange, fetchExchange], ...options } = {}) {
  const requests = []
  const client = createClient({
    url: endpoint,
    exchanges,
    preferGetMethod: false,
    fetchOptions: { headers: { ...english, ...headers } },
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      requests.push({ method: init.method, url: String(url), body: init.body, type: response.headers.get('content-type') })
      return response
    },
    ...options,
  })
  return { client, requests }
}

const latest = gql`
  query Latest($first: Int, $after: String, $last: Int, $before: String) {
    posts(first: $first, after: $after, last: $last, before: $before) {
      nodes { id title author { id name } department { id name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    }
  }`

test('urql reads posts with their authors and departments', async () => {
  const { client, requests } = open(await bearer('nhanvien'))
  const { data, error } = await client.query(latest, { first: 5 })
  assert.equal(error?.message, undefined)
  assert.equal(data.posts.nodes.length, 5)
  for (const post of data.posts.nodes) {
    assert.match(post.__typename, /^[A-Z]/)
    assert.ok(post.title && post.author.name && post.department.name)
  }
  // It would take an event stream as well, and names it last.
  assert.match(requests[0].type, /^application\/graphql-response\+json/)
})

test('urql reads as a stranger, who is not told who wrote a post', async () => {
  const { client } = open({})
  const { data, error } = await client.query(latest, { first: 5 })
  assert.equal(error?.message, undefined)
  assert.ok(data.posts.nodes.every((post) => post.author === null && post.department.name))
})

test('urql pages through a whole list by cursors, and back', async () => {
  const { client } = open(await cookie('nhanvien'))
  const forth = []
  for (let after = null, more = true; more; ) {
    const { data, error } = await client.query(latest, { first: 7, after })
    assert.equal(error?.message, undefined)
    forth.push(...data.posts.nodes.map((post) => post.id))
    assert.ok(forth.length <= data.posts.totalCount)
    ;({ endCursor: after, hasNextPage: more } = data.posts.pageInfo)
  }
  assert.ok(forth.length > 14)
  assert.equal(new Set(forth).size, forth.length)

  const back = []
  for (let before = null, more = true; more; ) {
    const { data, error } = await client.query(latest, { last: 7, before })
    assert.equal(error?.message, undefined)
    back.unshift(...data.posts.nodes.map((post) => post.id))
    ;({ startCursor: before, hasPreviousPage: more } = data.posts.pageInfo)
  }
  assert.deepEqual(back, forth)
})

test('urql tells what is wrong with a value by the payload, with the path of the input', async () => {
  const { client } = open(await bearer('nhanvien'))
  const { data: mine } = await client.query(gql`{ me { staffMember { department { id } } } }`, {})
  const { data, error } = await client.mutation(gql`
    mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { code path message } } }`,
  { input: { type: 'NEWS_ARTICLE', department: mine.me.staffMember.department.id, title: '' } })
  assert.equal(error?.message, undefined)
  assert.equal(data.createPost.post, null)
  const [wrong] = data.createPost.userErrors
  assert.equal(wrong.code, 'REQUIRED')
  assert.deepEqual(wrong.path, ['input', 'title'])
  assert.match(wrong.message, /^[A-Z]/)
})

test('urql learns of a version conflict, and what the post has become', async () => {
  const headers = await bearer('nhanvien')
  const post = await draft(headers, titled('Xung đột'))
  const { client } = open(headers)
  const update = gql`
    mutation($input: UpdatePostInput!) {
      updatePost(input: $input) {
        post { id version }
        userErrors { code ... on ConflictError { current { id ... on Post { title version } } } }
      }
    }`
  const first = titled('Trước')
  const { data: saved } = await client.mutation(update, { input: { id: post.id, expectedVersion: post.version, title: first } })
  assert.deepEqual(saved.updatePost.userErrors, [])

  const { data: refused, error } = await client.mutation(update, { input: { id: post.id, expectedVersion: post.version, title: titled('Sau') } })
  assert.equal(error?.message, undefined)
  const [conflict] = refused.updatePost.userErrors
  assert.equal(conflict.code, 'CONFLICT')
  assert.equal(conflict.__typename, 'ConflictError')
  assert.equal(conflict.current.id, post.id)
  assert.equal(conflict.current.title, first)
  assert.equal(conflict.current.version, saved.updatePost.post.version)
})

test('urql reports top-level errors by their codes, not as a broken connection', async () => {
  const { client } = open({})
  const cases = [
    ['{ post(slug: "khong-co-bai-nay") { id } }', 'NOT_FOUND'],
    ['{ me { name } }', 'UNAUTHENTICATED'],
    ['{ posts(first: 101) { totalCount } }', 'PAGE_TOO_LARGE'],
    ['{ nothingOfThisName }', 'BAD_INPUT'],
  ]
  for (const [document, code] of cases) {
    const { error } = await client.query(document, {})
    assert.equal(error.networkError?.message, undefined, document)
    assert.equal(error.graphQLErrors[0].extensions.code, code, document)
    assert.match(error.graphQLErrors[0].extensions.traceId, /^[0-9a-f]{32}$/, document)
  }
})

test('urql reads by GET', async () => {
  const { client, requests } = open(await cookie('nhanvien'), { preferGetMethod: 'force' })
  const { data, error } = await client.query(gql`query($first: Int) { me { name } posts(first: $first) { nodes { id } } }`, { first: 1 })
  assert.equal(error?.message, undefined)
  assert.ok(data.me.name)
  assert.equal(requests[0].method, 'GET')
})

test('urql persists its queries by their hash', async () => {
  const generateHash = async (document) => createHash('sha256').update(document).digest('hex')
  const exchanges = [persistedExchange({ generateHash, preferGetForPersistedQueries: true }), fetchExchange]
  const query = gql`query Persisted($slug: Slug!) { post(slug: $slug) { id title } }`
  const slug = (await ask(english, '{ posts(first: 1) { nodes { slug } } }')).posts.nodes[0].slug

  const first = open({}, { exchanges, preferGetMethod: false })
  const registered = await first.client.query(query, { slug })
  assert.equal(registered.error?.message, undefined)
  assert.ok(registered.data.post.title)

  const second = open({}, { exchanges })
  const known = await second.client.query(query, { slug })
  assert.deepEqual(known.data, registered.data)
  assert.equal(second.requests.length, 1)
  assert.equal(second.requests[0].method, 'GET')
  assert.ok(!second.requests[0].url.includes('Persisted('), 'the document is not sent again')
})
