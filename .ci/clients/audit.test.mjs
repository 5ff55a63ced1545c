// The working group's audit of GraphQL over HTTP: whatever it asks, SHOULD and MAY included, and no exceptions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverAudits } from 'graphql-http'
import { bearer, endpoint } from './product.mjs'

const callers = { 'a stranger': {}, 'somebody signed in': await bearer('nhanvien') }

for (const [caller, credentials] of Object.entries(callers)) {
  test(`audit of the answers to ${caller}`, async (t) => {
    const fetchFn = (url, init) => fetch(url, { ...init, headers: { ...credentials, ...init?.headers } })
    const audits = serverAudits({ url: endpoint, fetchFn })
    assert.ok(audits.length >= 60, `the suite has ${audits.length} audits`)
    for (const audit of audits) {
      await t.test(`${audit.id} ${audit.name}`, async () => {
        const { status, reason, response } = await audit.fn()
        assert.equal(status, 'ok', response && `${reason}; status ${response.status}, ${response.headers.get('content-type')}`)
      })
    }
  })
}
