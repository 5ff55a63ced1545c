// Mistakes that the types have to catch: an expected error that does not come is an error itself.
import { graphql } from './gql/gql.js'
import type { CreatePostInput, LatestQuery } from './gql/graphql.js'

export function mistakes(answer: LatestQuery): unknown[] {
  const post = answer.posts.nodes[0]!
  return [
    // @ts-expect-error a field that was not asked for
    post.body,
    // @ts-expect-error a field of another type of post
    post.packageNumber,
    // @ts-expect-error what may be null
    post.department.name,
  ]
}

// @ts-expect-error the title is missing
export const untitled: CreatePostInput = { type: 'NEWS_ARTICLE', department: 'x' }

// @ts-expect-error no such type of post
export const unknownType: CreatePostInput = { type: 'RECIPE', department: 'x', title: 'x' }

// @ts-expect-error no such field in an input
export const unknownField: CreatePostInput = { type: 'NEWS_ARTICLE', department: 'x', title: 'x', colour: 'red' }

// @ts-expect-error a document that was not generated
export const unknownDocument: string = graphql('query Unknown { me { name } }')
