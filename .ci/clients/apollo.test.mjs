// Apollo Client, with its normalised cache and its persisted-query link.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { relayStylePagination } from '@apollo/client/utilities'
import { filter, firstValueFrom } from 'rxjs'
import { ask, bearer, cookie, draft, endpoint, english, titled } from './product.mjs'

// possibleTypes are what the cache has to know about interfaces and unions, as Apollo's guide has them fetched.
const { __schema: schema } = await ask(await bearer('nhanvien'), '{ __schema { types { kind name possibleTypes { name } } } }')
const possibleTypes = Object.fromEntries(schema.types
  .filter((type) => type.possibleTypes)
  .map((type) => [type.name, type.possibleTypes.map((possible) => possible.name)]))

// open makes a client, whose requests it lists.
function open(headers, link) {
  const requests = []
  const http = new HttpLink({
    uri: endpoint,
    headers: { ...english, ...headers },
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      requests.push({ method: init.method, url: String(url), body: init.body && JSON.parse(init.body), status: response.status })
      return response
    },
  })
  const cache = new InMemoryCache({
    possibleTypes,
    typePolicies: { Query: { fields: { posts: relayStylePagination(['filter', 'orderBy']) } } },
  })
  const client = new ApolloClient({ cache, link: link ? ApolloLink.from([link, http]) : http })
  return { client, cache, requests }
}

test('Apollo keeps each object once, under its global id', async () => {
  const { client, cache, requests } = open(await cookie('nhanvien'))
  const { data } = await client.query({ query: gql`{ posts(first: 10) { edges { node { id title department { id name } } } } }` })
  const ids = data.posts.edges.map(({ node }) => `${node.__typename}:${node.id}`)
  const kept = cache.extract()
  assert.ok(ids.every((id) => kept[id].title))
  const departments = new Set(data.posts.edges.map(({ node }) => `Department:${node.department.id}`))
  assert.deepEqual(Object.keys(kept).filter((key) => key.startsWith('Department:')).sort(), [...departments].sort())

  const { node } = data.posts.edges[0]
  const known = client.readFragment({ id: cache.identify(node), fragment: gql`fragment Known on Post { title department { name } }` })
  assert.equal(known.title, node.title)
  assert.equal(known.department.name, node.department.name)
  assert.equal(requests.length, 1)
})

test('Apollo shows what a mutation changed wherever it is watched', async () => {
  const headers = await bearer('nhanvien')
  const { id, version } = await draft(headers, titled('Bản thảo'))
  const { client, requests } = open(headers)
  const seen = []
  const watched = client.watchQuery({ query: gql`query($id: ID!) { post(id: $id) { id title version } }`, variables: { id } })
    .subscribe(({ data }) => data?.post && seen.push(data.post.title))
  await client.query({ query: gql`query($id: ID!) { post(id: $id) { id title version } }`, variables: { id } })

  const title = titled('Tên mới')
  await client.mutate({
    mutation: gql`mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { id title version } userErrors { code } } }`,
    variables: { input: { id, expectedVersion: version, title } },
  })
  assert.equal(seen.at(-1), title)
  assert.equal(requests.length, 2, 'the list was not read again')
  watched.unsubscribe()
})

test('Apollo matches fragments on the types of posts and on their interface', async () => {
  const { client } = open({})
  const { data } = await client.query({
    query: gql`
      query { posts(first: 20, filter: { type: [NEWS_ARTICLE, TENDER_NOTICE, HEALTH_GUIDE] }) { edges { node { ...Line } } } }
      fragment Line on Post { __typename id title ...Bid ... on HealthGuide { diseases } }
      fragment Bid on TenderNotice { packageNumber submissionDeadline }`,
  })
  const nodes = data.posts.edges.map(({ node }) => node)
  const of = (type) => nodes.filter((node) => node.__typename === type)
  assert.ok(of('NewsArticle').length && of('TenderNotice').length && of('HealthGuide').length)
  assert.ok(of('TenderNotice').every((node) => node.packageNumber && node.submissionDeadline && node.diseases === undefined))
  assert.ok(of('HealthGuide').every((node) => Array.isArray(node.diseases)))
  assert.ok(of('NewsArticle').every((node) => node.title && node.packageNumber === undefined))
})

test('Apollo appends the next page to its list', { timeout: 20_000 }, async () => {
  const { client } = open({})
  const pages = client.watchQuery({
    query: gql`query($after: String) { posts(first: 6, after: $after) { edges { node { id } } pageInfo { endCursor hasNextPage } } }`,
  })
  const watched = pages.subscribe(() => {})
  const { data } = await firstValueFrom(pages.pipe(filter(({ loading }) => !loading)))
  assert.equal(data.posts.edges.length, 6)
  await pages.fetchMore({ variables: { after: data.posts.pageInfo.endCursor } })
  const { edges } = (await firstValueFrom(pages.pipe(filter(({ data }) => data?.posts.edges.length > 6)))).data.posts
  assert.equal(new Set(edges.map(({ node }) => node.id)).size, 12)
  watched.unsubscribe()
})

test('Apollo reports the codes of errors, and the data beside them', async () => {
  const { client } = open(await bearer('nhanvien'))
  const { data, error } = await client.query({
    query: gql`{ me { name } post(slug: "khong-co-bai-nay") { id } }`,
    errorPolicy: 'all',
  })
  assert.ok(CombinedGraphQLErrors.is(error))
  assert.deepEqual(error.errors.map((e) => [e.extensions.code, e.path]), [['NOT_FOUND', ['post']]])
  assert.ok(data.me.name)

  const invalid = await client.query({ query: gql`{ nothingOfThisName }`, errorPolicy: 'all' })
  assert.ok(CombinedGraphQLErrors.is(invalid.error), String(invalid.error))
  assert.equal(invalid.error.errors[0].extensions.code, 'BAD_INPUT')
})

const persisted = () => new PersistedQueryLink({
  sha256: (document) => createHash('sha256').update(document).digest('hex'),
  useGETForHashedQueries: true,
})

test('Apollo sends the hash of a query by GET, and the query itself only once', async () => {
  const query = gql`query ApolloPersisted($slug: Slug!) { post(slug: $slug) { id title } }`
  const { slug } = (await ask(english, '{ posts(first: 1) { nodes { slug } } }')).posts.nodes[0]

  const first = open({}, persisted())
  const registered = await first.client.query({ query, variables: { slug } })
  assert.ok(registered.data.post.title)
  assert.equal(first.requests.length, 2)
  assert.equal(first.requests[0].method, 'GET')
  assert.ok(!first.requests[0].url.includes('ApolloPersisted('))

  const second = open({}, persisted())
  const known = await second.client.query({ query, variables: { slug } })
  assert.deepEqual(known.data, registered.data)
  assert.equal(second.requests.length, 1)
  assert.equal(second.requests[0].method, 'GET')
  assert.equal(second.requests[0].status, 200)
})

test('Apollo sends mutations by POST, hashed or not', async () => {
  const { client, requests } = open(await cookie('nhanvien'), persisted())
  const { data } = await client.mutate({
    mutation: gql`mutation($ids: [ID!]!) { markInboxRead(input: { ids: $ids }) { unread userErrors { code } } }`,
    variables: { ids: [] },
  })
  assert.deepEqual(data.markInboxRead.userErrors, [])
  assert.ok(requests.every(({ method }) => method === 'POST'))
})
