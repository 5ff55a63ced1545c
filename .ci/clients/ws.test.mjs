// graphql-ws, by itself and under urql and Apollo Client.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { ApolloClient, InMemoryCache, gql } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { createClient as createUrql, subscriptionExchange } from '@urql/core'
import { createClient } from 'graphql-ws'
import { firstValueFrom } from 'rxjs'
import WebSocket from 'ws'
import { bearer, cookie, endElsewhere, endpoint, submit, titled, url, whenTold } from './product.mjs'

const socketURL = endpoint.replace(/^http/, 'ws')

// withHeaders is a WebSocket as a browser opens it: with its cookies and the origin of its page.
const withHeaders = (headers) => class extends WebSocket {
  constructor(address, protocols) { super(address, protocols, { headers }) }
}

// says is what an app says of itself in the first message.
const says = ({ authorization, 'accept-language': language }) => ({ Authorization: authorization, 'Accept-Language': language })

function open(t, options) {
  const client = createClient({ url: socketURL, webSocketImpl: WebSocket, retryAttempts: 0, lazyCloseTimeout: 0, ...options })
  t.after(() => client.dispose())
  return client
}

// one is the first result of an operation.
const one = (client, payload) => new Promise((resolve, reject) => {
  let result
  client.subscribe(payload, { next: (r) => { result ??= r }, error: reject, complete: () => resolve(result) })
})

// first is the first event of a subscription, which it then ends.
const first = (client, payload) => new Promise((resolve, reject) => {
  const stop = client.subscribe(payload, { next: (r) => { resolve(r); stop() }, error: reject, complete: () => {} })
})

const inbox = 'subscription { inboxItemAdded { id kind subjectId subject { __typename ... on Post { title } } readAt } }'

test('graphql-ws runs queries and mutations', { timeout: 20_000 }, async (t) => {
  const client = open(t, { connectionParams: says(await bearer('nhanvien')) })
  const { data } = await one(client, { query: 'query($first: Int) { me { name } posts(first: $first) { nodes { id } } }', variables: { first: 3 } })
  assert.ok(data.me.name)
  assert.equal(data.posts.nodes.length, 3)

  const read = await one(client, { query: 'mutation { markInboxRead(input: { ids: [] }) { unread userErrors { code } } }' })
  assert.deepEqual(read.data.markInboxRead.userErrors, [])
})

test('graphql-ws tells of an inbox what another person does', { timeout: 30_000 }, async (t) => {
  const author = await bearer('nhanvien')
  const client = open(t, { connectionParams: says(await bearer('truongkhoa')) })
  const title = titled('Qua WebSocket')
  const { event, acts } = await whenTold(first(client, { query: inbox }), () => submit(author, title))
  assert.equal(event.errors, undefined)
  const item = event.data.inboxItemAdded
  assert.equal(item.kind, 'TO_ENDORSE')
  assert.equal(item.readAt, null)
  assert.ok(acts.includes(item.subjectId))
  assert.deepEqual(item.subject, { __typename: 'NewsArticle', title })
})

test('graphql-ws hears an error of an operation, and nothing more of it', { timeout: 20_000 }, async (t) => {
  const messages = []
  const client = open(t, { connectionParams: says(await bearer('nhanvien')), on: { message: (m) => messages.push(m) } })
  const invalid = ['{ nothingOfThisName }', 'subscription { nothingOfThisName }', 'subscription { inboxItemAdded { id ', 'query A { me { name } } query B { me { name } }']
  for (const query of invalid) {
    await assert.rejects(one(client, { query }), ([error]) => error.extensions.code === 'BAD_INPUT', query)
  }
  await one(client, { query: '{ me { name } }' })
  const told = messages.filter(({ id }) => id).reduce((by, { id, type }) => ({ ...by, [id]: [...(by[id] ?? []), type] }), {})
  assert.deepEqual(Object.values(told), [...invalid.map(() => ['error']), ['next', 'complete']])
})

test('graphql-ws hears that a stranger has no inbox', { timeout: 20_000 }, async (t) => {
  const client = open(t)
  await assert.rejects(first(client, { query: inbox }), ([error]) => error.extensions.code === 'UNAUTHENTICATED')
})

test('a socket closes soon after its session was ended elsewhere', { timeout: 20_000 }, async (t) => {
  for (const [how, headers] of Object.entries({ app: await bearer('nhanvien2'), browser: await cookie('nhanvien2') })) {
    const client = how === 'app'
      ? open(t, { connectionParams: says(headers) })
      : open(t, { webSocketImpl: withHeaders({ cookie: headers.cookie, origin: url }) })
    await one(client, { query: '{ me { name } }' })
    const closed = first(client, { query: inbox })
    const since = Date.now()
    await endElsewhere(headers, 'nhanvien2')
    await assert.rejects(closed, (event) => event.code === 4403, how)
    assert.ok(Date.now() - since < 5_000, `${how}: ${Date.now() - since} ms`)
  }
})

test('a browser signs in on a socket by its cookie, from pages of the site alone', { timeout: 20_000 }, async (t) => {
  const { cookie: session } = await cookie('nhanvien')
  const own = open(t, { webSocketImpl: withHeaders({ cookie: session, origin: url }) })
  assert.ok((await one(own, { query: '{ me { name } }' })).data.me.name)

  for (const origin of ['https://la.example', 'null', url.replace('http:', 'https:'), `${url}0`]) {
    const socket = new WebSocket(socketURL, 'graphql-transport-ws', { headers: { cookie: session, origin } })
    const [, answer] = await once(socket, 'unexpected-response')
    assert.equal(answer.statusCode, 403, origin)
    answer.destroy()
  }
})

test('a socket is refused to a token that does not stand, and to another protocol', { timeout: 20_000 }, async (t) => {
  const client = open(t, { connectionParams: { Authorization: 'Bearer của-ai-đó' } })
  await assert.rejects(one(client, { query: '{ __typename }' }), (event) => event.code === 4403)

  const socket = new WebSocket(socketURL, 'graphql-ws') // the protocol of subscriptions-transport-ws
  const outcome = await Promise.race([once(socket, 'close').then(([code]) => code), once(socket, 'error')])
  assert.ok(outcome === 4406 || outcome[0] instanceof Error)
})

test('urql and Apollo subscribe by graphql-ws', { timeout: 30_000 }, async (t) => {
  const author = await bearer('nhanvien')
  const client = open(t, { connectionParams: says(await bearer('truongkhoa')) })
  const urql = createUrql({
    url: endpoint,
    preferGetMethod: false,
    exchanges: [subscriptionExchange({
      forwardSubscription: (request) => ({
        subscribe: (sink) => ({ unsubscribe: client.subscribe({ ...request, query: request.query ?? '' }, sink) }),
      }),
    })],
  })
  const byUrql = new Promise((resolve) => {
    const { unsubscribe } = urql.subscription(inbox, {}).subscribe((result) => {
      resolve(result)
      queueMicrotask(() => unsubscribe())
    })
  })
  const apollo = new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(client) })
  const byApollo = firstValueFrom(apollo.subscribe({ query: gql(inbox) }))

  const { event: [one, other], acts } = await whenTold(Promise.all([byUrql, byApollo]), () => submit(author, titled('Cho hai bên')))
  for (const { data, error } of [one, other]) {
    assert.equal(error?.message, undefined)
    assert.ok(acts.includes(data.inboxItemAdded.subjectId))
  }
})
