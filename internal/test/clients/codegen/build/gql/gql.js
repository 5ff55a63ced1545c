/* eslint-disable */
import * as types from './graphql.js';
const documents = {
    "\n  query Latest($filter: PostFilter, $first: Int) {\n    posts(filter: $filter, first: $first) {\n      nodes {\n        __typename\n        title\n        postedAt\n        department { name }\n        ... on TenderNotice { packageNumber procurementForm submissionDeadline estimatedValue }\n      }\n      totalCount\n    }\n  }\n": types.LatestDocument,
    "\n  mutation Create($input: CreatePostInput!) {\n    createPost(input: $input) {\n      post { id version }\n      userErrors { __typename code message path ... on ConflictError { current { id } } }\n    }\n  }\n": types.CreateDocument,
};
export function graphql(source) {
    return documents[source] ?? {};
}
