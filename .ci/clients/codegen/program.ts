// A small program of a client, typed by what graphql-codegen makes of the schema and of the documents in here.
import { createClient, fetchExchange } from '@urql/core'
import { graphql } from './gql/gql.js'
import type { CreatePostInput, PostFilter } from './gql/graphql.js'

const latest = graphql(`
  query Latest($filter: PostFilter, $first: Int) {
    posts(filter: $filter, first: $first) {
      nodes {
        __typename
        title
        postedAt
        department { name }
        ... on TenderNotice { packageNumber procurementForm submissionDeadline estimatedValue }
      }
      totalCount
    }
  }
`)

const create = graphql(`
  mutation Create($input: CreatePostInput!) {
    createPost(input: $input) {
      post { id version }
      userErrors { __typename code message path ... on ConflictError { current { id } } }
    }
  }
`)

const open = (url: string, headers: Record<string, string>) =>
  createClient({ url, exchanges: [fetchExchange], preferGetMethod: false, fetchOptions: { headers } })

/** Lists the latest posts, one line each. */
export async function lines(url: string, headers: Record<string, string>, filter: PostFilter): Promise<string[]> {
  const { data, error } = await open(url, headers).query(latest, { filter, first: 20 })
  if (!data) throw error
  return data.posts.nodes.map((post) => {
    const department: string = post.department?.name ?? ''
    if (post.__typename !== 'TenderNotice') return `${post.title}, ${department}`
    const value: number | null | undefined = post.estimatedValue
    return `${post.title}, ${department}, ${post.packageNumber} until ${post.submissionDeadline}, ${value ?? 'no estimate'}`
  })
}

/** Makes a draft and returns its id. */
export async function make(url: string, headers: Record<string, string>, input: CreatePostInput): Promise<string> {
  const { data, error } = await open(url, headers).mutation(create, { input })
  if (!data) throw error
  const { post, userErrors } = data.createPost
  if (!post) throw new Error(userErrors.map(({ code, path }) => `${path.join('.')}: ${code}`).join(', '))
  return post.id
}
