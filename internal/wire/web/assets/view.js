// Tells the API once that a reader is shown the post of this page. Whatever becomes of it, the page stays as it is.
const post = document.querySelector("[data-post]");

function tell() {
  fetch("/graphql", {
    method: "POST", credentials: "same-origin", keepalive: true, headers: {"Content-Type": "application/json"},
    body: JSON.stringify({
      query: "mutation RecordView($post: ID!) { recordView(input: {post: $post}) { counted } }",
      variables: {post: post.dataset.post},
    }),
  }).catch(() => {});
}

if (post && document.prerendering) {
  document.addEventListener("prerenderingchange", tell, {once: true});
} else if (post) {
  tell();
}
