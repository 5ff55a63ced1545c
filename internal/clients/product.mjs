// The running product, and how somebody signs in to it. Each test makes what it changes, and finds it by its own title.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

export const url = process.env.TTYT_URL
if (!url) throw new Error('There is no product to test: run npm test.')

export const endpoint = `${url}/graphql`
export const english = { 'accept-language': 'en' }

// bearer signs in as an app and returns the headers of its requests.
export async function bearer(login) {
  const { payload } = await signIn(login, 'APP')
  return { ...english, authorization: `Bearer ${payload.token}` }
}

// cookie signs in as a browser and returns the headers of its requests. What another site's page could send has no
// X-Requested-With.
export async function cookie(login) {
  const { payload, cookies } = await signIn(login, 'BROWSER')
  assert.equal(payload.token, null)
  return { ...english, cookie: cookies, 'x-requested-with': 'XMLHttpRequest' }
}

async function signIn(login, client) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { ...english, 'content-type': 'application/json', 'x-requested-with': 'XMLHttpRequest' },
    body: JSON.stringify({
      query: 'mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { message } } }',
      variables: { input: { login, password: process.env.DEMO_PASSWORD, client } },
    }),
  })
  const { data, errors } = await answer.json()
  assert.equal(errors, undefined)
  assert.deepEqual(data.signIn.userErrors, [])
  const cookies = answer.headers.getSetCookie().map((c) => c.split(';')[0]).join('; ')
  return { payload: data.signIn, cookies }
}

// ask posts a document without any client's help, for what a test needs and is not about.
export async function ask(headers, query, variables) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await answer.json()
  assert.equal(errors, undefined)
  return data
}

// titled returns a title that no other test uses.
export const titled = (subject) => `${subject} ${randomUUID()}`

// draft makes a news article in the department of the caller and returns its id and version.
export async function draft(headers, title) {
  const { me } = await ask(headers, '{ me { staffMember { department { id } } } }')
  const { createPost } = await ask(headers, `mutation($input: CreatePostInput!) {
    createPost(input: $input) { post { id version } userErrors { message path } }
  }`, { input: { type: 'NEWS_ARTICLE', department: me.staffMember.department.id, title, body: '<p>Nội dung.</p>' } })
  assert.deepEqual(createPost.userErrors, [])
  return createPost.post
}
