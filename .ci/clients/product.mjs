// The running product, and how somebody signs in to it. Each test makes what it changes, and finds it by its own title.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

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

// submit has a text put up for endorsement by the caller, of which the head of the department is told in their inbox.
export async function submit(headers, title) {
  const { id, version } = await draft(headers, title)
  const { submitPost } = await ask(headers, `mutation($input: SubmitPostInput!) {
    submitPost(input: $input) { post { id } userErrors { code message } }
  }`, { input: { id, expectedVersion: version, privacy: 'NO_PATIENT' } })
  assert.deepEqual(submitPost.userErrors, [])
  return id
}

// whenTold acts until somebody is told, since no protocol tells a subscriber from when on they are: it returns what they
// were told, and what the acts returned.
export async function whenTold(told, act) {
  const acts = []
  let event
  told.then((it) => { event = it }, () => {})
  for (const deadline = Date.now() + 15_000; !event; await Promise.race([told, sleep(1_000)])) {
    assert.ok(Date.now() < deadline, 'nobody was told')
    acts.push(await act())
  }
  return { event, acts }
}

// endElsewhere ends the session of the headers from another session of the same person.
export async function endElsewhere(headers, login) {
  const { me } = await ask(headers, '{ me { sessions { id current } } }')
  const { id } = me.sessions.find((session) => session.current)
  const { endSession } = await ask(await bearer(login), `mutation($id: ID!) {
    endSession(input: { id: $id }) { userErrors { message } }
  }`, { id })
  assert.deepEqual(endSession.userErrors, [])
}
