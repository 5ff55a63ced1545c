import { gql } from "@apollo/client";
import { POST_CARD } from "../cards";

// gql`query NotThis { __typename }`
export const HOME = gql`
  ${POST_CARD}
  query Home($first: Int = 20) {
    posts(first: $first) {
      nodes { ...PostCard }
      totalCount
    }
  }
`;

export const Home = () => <p>Don't miss our news</p>;

const RATE = graphql(/* GraphQL */ `
  query OnePost($slug: Slug!) { post(slug: $slug) { ...PostCard body } }
`);
