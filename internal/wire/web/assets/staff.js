// Shows the staff what they may do with the post of this page. The page is the same for everybody and names nothing of it, so the console
// is asked, where a session may exist: a cookie without a secret says so. It is no activity of the person's, who may have left the device.
const post = document.querySelector("article[data-post]");
const marked = /(?:^|; )(?:__Host-)?signed-in=1(?:;|$)/.test(document.cookie);

async function show() {
  const answer = await fetch(`/console/posts/${encodeURIComponent(post.dataset.post)}`, {
    credentials: "same-origin", headers: {"X-Background": "1"},
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const bar = page.querySelector("template[data-staff]");
  if (!bar) {
    return;
  }
  const drawn = document.importNode(bar.content, true);
  const report = document.querySelector(".mistake a"), list = drawn.querySelector("[data-report]");
  if (report && list) {
    list.appendChild(document.createElement("li")).append(report.cloneNode(true));
  }
  document.querySelector("main").prepend(drawn);
}

if (post && marked) {
  show().catch(() => {});
}
