// Shares a post by what the device has: its share sheet, its clipboard, its printer. What it lacks is not offered; no other site is asked.
const box = document.querySelector(".share");
const address = document.querySelector("link[rel=canonical]");

const say = (text) => {
  const status = box.querySelector("[role=status]");
  status.textContent = text || status.dataset.copied;
};
const acts = {
  share: navigator.share && (() => navigator.share({title: document.querySelector("h1").textContent, url: address.href}).catch(() => {})),
  copy: navigator.clipboard && (() => navigator.clipboard.writeText(address.href).then(() => say(""), () => say(address.href))),
  print: () => print(),
};

if (box && address) {
  box.hidden = false;
  for (const button of box.querySelectorAll("[data-does]")) {
    const act = acts[button.dataset.does];
    if (act) {
      button.hidden = false;
      button.addEventListener("click", act);
    }
  }
}
