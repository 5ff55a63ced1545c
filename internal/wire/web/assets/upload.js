// Shows how far a file has come while it is sent, and what the scan comes to. Without this script the form sends it all the same.
const again = 2000; // milliseconds between two looks at files that wait
const looks = 150; // of them at most

function parse(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function send(event) {
  const form = event.currentTarget, shown = form.querySelector("[data-progress]"), button = form.querySelector("button");
  const bar = document.createElement("progress"), said = document.createElement("output"), request = new XMLHttpRequest();
  bar.setAttribute("aria-label", shown.dataset.progress);
  event.preventDefault();
  request.open("POST", location.href);
  request.upload.onprogress = (e) => {
    bar.value = e.loaded / e.total;
    said.textContent = Math.floor(100 * bar.value) + "%";
  };
  request.upload.onload = () => {
    said.textContent = shown.dataset.sent;
  };
  request.onerror = () => {
    said.textContent = shown.dataset.failed;
    button.disabled = false;
  };
  request.onload = () => {
    const page = parse(request.responseText);
    if (new URL(request.responseURL).pathname !== location.pathname || !page.querySelector("main")) {
      location.assign(request.responseURL);
      return;
    }
    document.querySelector("main").replaceWith(page.querySelector("main"));
    begin();
    document.querySelector(".summary, #files").focus();
  };
  shown.replaceChildren(bar, " ", said);
  shown.hidden = false;
  button.disabled = true;
  request.send(new FormData(form));
}

async function look(left) {
  const list = document.querySelector("[data-waits]");
  if (!list || left === 0) {
    return;
  }
  if (!document.hidden) {
    const answer = await fetch(location.href).catch(() => null);
    const page = answer && answer.ok && parse(await answer.text());
    const fresh = page && page.querySelector("[data-files]");
    if (fresh && document.contains(list) && !list.contains(document.activeElement)) {
      list.replaceWith(fresh);
    }
  }
  setTimeout(look, again, left - 1);
}

function begin() {
  const form = document.querySelector("form[data-upload]");
  if (form) {
    form.addEventListener("submit", send);
  }
}

begin();
setTimeout(look, again, looks);
