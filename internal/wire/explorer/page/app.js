// The page itself: state, requests, panels.

import {highlight, operations, tidy, walk} from "./language.js";
import {Schema, el, introspection, page} from "./schema.js";
import {texts} from "./text.js";

const $ = id => document.getElementById(id);
const stored = (name, fallback) => { try { return JSON.parse(sessionStorage.getItem("ttyt." + name)) ?? fallback; } catch { return fallback; } };
const store = (name, value) => { try { sessionStorage.setItem("ttyt." + name, JSON.stringify(value)); } catch { /* a full or closed store costs the history alone */ } };

let locale = stored("locale", navigator.language?.startsWith("en") ? "en" : "vi");
let schema = null, setup = {accounts: [], samples: []}, me = null;
const text = (key, ...args) => { const t = texts[locale][key]; return typeof t === "function" ? t(...args) : t; };

// --- requests -----------------------------------------------------------------------------------------------------

async function ask(query, variables, operationName, headers = {}) {
  const r = await fetch("/graphql", {
    method: "POST",
    headers: {"Content-Type": "application/json", "Accept": "application/json", "Accept-Language": locale, ...headers},
    body: JSON.stringify({query, variables, operationName}),
  });
  const body = await r.text();
  let json = null;
  try { json = JSON.parse(body); } catch { /* shown as it came */ }
  return {status: r.status, trace: r.headers.get("X-Trace-Id"), body, json};
}

// connect learns who is signed in, and what they may see of the schema.
async function connect() {
  const [viewer, meta, page] = await Promise.all([
    ask("{ me { name } }").catch(() => null), ask(introspection).catch(() => null), fetch("setup.json", {headers: {"X-Requested-With": "explorer"}}).then(r => r.json()).catch(() => setup),
  ]);
  me = viewer?.json?.data?.me ?? null;
  schema = meta?.json?.data?.__schema ? new Schema(meta.json.data.__schema) : null;
  setup = page;
  render();
}

async function run() {
  const read = id => { const v = $(id).value.trim(); if (!v) return {}; try { return JSON.parse(v); } catch { throw text("badJSON", text(id)); } };
  const button = $("run");
  let variables, headers;
  try { variables = read("variables"); headers = read("headers"); } catch (problem) { $("status").textContent = problem; show("answer"); return; }
  button.disabled = true;
  $("status").textContent = text("running");
  show("answer");
  const start = performance.now();
  try {
    const r = await ask($("query").value, variables, $("operation").hidden ? undefined : $("operation").value, headers);
    $("status").textContent = `${r.status} · ${Math.round(performance.now() - start)} ms · ${(r.body.length / 1024).toFixed(1)} kB` + (r.trace ? ` · ${r.trace}` : "");
    $("answer").replaceChildren(json(r.json ? JSON.stringify(r.json, null, 2) : r.body));
    remember();
    if (/\bsign(In|Out)\b/.test($("query").value)) await connect();
  } catch {
    $("status").textContent = text("unreachable");
  }
  button.disabled = false;
}

// json colours the text of an answer.
function json(body) {
  const out = document.createDocumentFragment();
  for (const m of body.matchAll(/("(?:\\.|[^"\\])*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b|[^"\dtfn-]+|[^]/g)) {
    if (!m[1] && !m[3] && !m[4]) { out.append(m[0]); continue; }
    const span = el("span." + (m[2] ? "key" : m[1] ? "string" : m[3] ? "number" : "keyword"), m[1] ?? m[0]);
    out.append(span, m[2] ?? "");
  }
  return out;
}

// --- editor -------------------------------------------------------------------------------------------------------

const query = $("query");
let choices = [], chosen = 0;

function edited(complete, force = false) {
  const typed = query.value;
  $("shown").replaceChildren(highlight(typed));
  scrolled();
  const typing = complete && document.activeElement === query && query.selectionStart === query.selectionEnd;
  const found = walk(typed, schema, typing ? query.selectionStart : -1, force);
  $("problems").replaceChildren(...found.problems.slice(0, 4).map(p => {
    const li = el("li", text(p.what.key, p));
    li.onclick = () => { query.focus(); query.setSelectionRange(p.at, p.at + p.what.name.length); };
    return li;
  }));
  offer(typing ? found.choices.slice(0, 40) : []);
  const names = operations(typed), select = $("operation"), before = select.value;
  select.hidden = names.length < 2;
  select.replaceChildren(...names.map(n => el("option", n)));
  if (names.includes(before)) select.value = before;
  store("query", typed);
  store("variables", $("variables").value);
}

function scrolled() {
  $("shown").scrollTop = query.scrollTop;
  $("shown").scrollLeft = query.scrollLeft;
}

function offer(list) {
  choices = list;
  chosen = 0;
  const box = $("choices");
  box.hidden = !list.length;
  if (!list.length) return;
  box.replaceChildren(...list.map((c, i) => {
    const li = el("li", el("span", c.name), el("small", c.detail ?? ""));
    li.role = "option";
    li.ariaSelected = i === 0;
    li.onpointerdown = e => { e.preventDefault(); take(i); };
    return li;
  }));
  const lines = query.value.slice(0, query.selectionStart).split("\n"), em = parseFloat(getComputedStyle(query).fontSize);
  const top = lines.length * em * 1.5 + 8 - query.scrollTop, left = lines.at(-1).length * em * 0.6 + 10 - query.scrollLeft;
  box.style.top = Math.min(top, query.clientHeight - 20) + "px";
  box.style.left = Math.max(4, Math.min(left, query.clientWidth - 230)) + "px";
}

function take(i) {
  const c = choices[i], at = query.selectionStart, typed = query.value.slice(0, at).match(/\w*$/)[0];
  query.setSelectionRange(at - typed.length, at);
  query.setRangeText(c.insert ?? c.name, at - typed.length, at, "end");
  offer([]);
  edited(false);
}

query.addEventListener("input", () => edited(true));
query.addEventListener("scroll", scrolled);
query.addEventListener("blur", () => offer([]));
query.addEventListener("keydown", e => {
  if (choices.length && ["ArrowDown", "ArrowUp"].includes(e.key)) {
    e.preventDefault();
    chosen = (chosen + (e.key === "ArrowDown" ? 1 : choices.length - 1)) % choices.length;
    [...$("choices").children].forEach((li, i) => { li.ariaSelected = i === chosen; if (i === chosen) li.scrollIntoView({block: "nearest"}); });
  } else if (choices.length && (e.key === "Tab" || e.key === "Enter" && !e.ctrlKey && !e.metaKey)) {
    e.preventDefault();
    take(chosen);
  } else if (choices.length && e.key === "Escape") {
    e.preventDefault();
    offer([]);
  } else if (e.key === " " && e.ctrlKey) {
    e.preventDefault();
    edited(true, true);
  } else if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) {
    e.preventDefault();
    const at = query.selectionStart, indent = query.value.slice(0, at).split("\n").at(-1).match(/^ */)[0] + (query.value[at - 1] === "{" ? "  " : "");
    query.setRangeText("\n" + indent, at, query.selectionEnd, "end");
    edited(false);
  }
});
document.addEventListener("keydown", e => {
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !$("dialog").open) { e.preventDefault(); run(); }
  if (e.key.toLowerCase() === "f" && e.shiftKey && e.altKey) { e.preventDefault(); $("tidy").click(); }
});
$("variables").addEventListener("input", () => store("variables", $("variables").value));

function put(q, variables) {
  query.value = q;
  $("variables").value = variables;
  edited(false);
  show("work");
}

// sample shows a sample with ids of what the caller may see now: fill asks, and set says which answer goes where.
// @tomorrow is seven o'clock of tomorrow.
async function sample(s) {
  const tomorrow = new Date(Date.now() + 31 * 3600e3).toISOString().slice(0, 10) + "T07:00:00+07:00";
  const variables = JSON.parse(JSON.stringify(s.variables ?? {}).replaceAll("@tomorrow", tomorrow));
  put(s.query.join("\n"), s.variables ? JSON.stringify(variables, null, 2) : "");
  if (!s.fill) return;
  const found = (await ask(s.fill.query).catch(() => null))?.json?.data ?? {};
  const at = path => path.split(".").reduce((v, name) => v?.[name], found);
  for (const [into, paths] of Object.entries(s.fill.set)) {
    const value = paths.split("|").map(at).find(v => v !== undefined && v !== null), names = into.split(".");
    if (value !== undefined) names.slice(0, -1).reduce((v, name) => v[name], variables)[names.at(-1)] = value;
  }
  if (query.value === s.query.join("\n")) $("variables").value = JSON.stringify(variables, null, 2);
}

// --- panels -------------------------------------------------------------------------------------------------------

function show(pane) {
  document.body.dataset.pane = pane;
  for (const b of document.querySelectorAll("[data-show]")) b.ariaPressed = b.dataset.show === pane;
}

function tab(name) {
  for (const b of document.querySelectorAll("[data-tab]")) { b.ariaSelected = b.dataset.tab === name; $(b.dataset.tab).hidden = b.dataset.tab !== name; }
}

function remember() {
  const entry = {query: query.value, variables: $("variables").value, at: Date.now()};
  const list = stored("history", []).filter(h => h.query !== entry.query || h.variables !== entry.variables);
  // What signs in holds a password, which is kept nowhere.
  if (!/password/i.test(entry.query + entry.variables)) store("history", [entry, ...list].slice(0, 50));
  history();
}

function history() {
  const list = stored("history", []);
  const rows = list.map(h => {
    const b = el("button.entry", el("code", h.query.replace(/\s+/g, " ").slice(0, 90)), el("small", new Date(h.at).toLocaleString(locale)));
    b.type = "button";
    b.onclick = () => put(h.query, h.variables);
    return b;
  });
  const clear = el("button", text("clear"));
  clear.type = "button";
  clear.onclick = () => { store("history", []); history(); };
  $("history").replaceChildren(...(rows.length ? [...rows, clear] : [el("p.note", text("noHistory"))]));
}

function samples() {
  const groups = new Map();
  for (const s of setup.samples) (groups.get(s.role[locale]) ?? groups.set(s.role[locale], []).get(s.role[locale])).push(s);
  const out = [...groups].map(([role, list]) => el("section", el("h3", role), ...list.map(s => {
    const b = el("button.entry", s[locale]);
    b.type = "button";
    b.onclick = () => sample(s);
    return b;
  })));
  $("samples").replaceChildren(...(out.length ? out : [el("p.note", text("noSchema"))]));
}

function docs(name = "") {
  if (!schema) { $("doc").replaceChildren(el("p.note", text("noSchema"))); return; }
  const words = $("find").value.trim();
  if (!words || name) { $("find").value = ""; $("doc").replaceChildren(page(schema, name, text, docs)); return; }
  $("doc").replaceChildren(...schema.search(words).map(hit => {
    const b = el("button.entry", el("code", hit.type.name + (hit.field ? "." + hit.field.name : "")), el("small", (hit.field ?? hit.type).description ?? ""));
    b.type = "button";
    b.onclick = () => docs(hit.type.name);
    return b;
  }));
}

function render() {
  document.documentElement.lang = locale;
  for (const e of document.querySelectorAll("[data-text]")) e.textContent = text(e.dataset.text);
  for (const e of document.querySelectorAll("[data-title]")) e.ariaLabel = text(e.dataset.title);
  for (const e of document.querySelectorAll("[data-placeholder]")) e.placeholder = text(e.dataset.placeholder);
  $("locale").textContent = text("locale");
  $("who").textContent = me?.name ?? text("stranger");
  $("signin").hidden = !!me;
  $("signout").hidden = !me;
  samples(); docs(); history(); edited(false);
}

// --- signing in ---------------------------------------------------------------------------------------------------

const dialog = $("dialog");

async function signIn() {
  const r = await ask("mutation SignIn($input: SignInInput!) { signIn(input: $input) { userErrors { message } } }", {input: {login: $("login").value, password: $("password").value, client: "BROWSER"}});
  const refused = r.json?.errors?.[0] ?? r.json?.data?.signIn?.userErrors?.[0];
  $("refused").textContent = refused ? refused.message : "";
  if (refused) return;
  $("password").value = "";
  dialog.close();
  await connect();
}

$("signin").onclick = () => {
  $("demo").hidden = !setup.accounts.length;
  $("accounts").replaceChildren(...setup.accounts.map(a => {
    const b = el("button", el("code", a.login), el("small", a[locale]));
    b.type = "button";
    b.onclick = () => { $("login").value = a.login; if ($("password").value) signIn(); else $("password").focus(); };
    return b;
  }));
  $("refused").textContent = "";
  dialog.showModal();
  if (setup.accounts.length) $("password").focus();
};
dialog.querySelector("form").onsubmit = e => { e.preventDefault(); signIn(); };
$("cancel").onclick = () => dialog.close();
$("signout").onclick = async () => { await ask("mutation { signOut { userErrors { message } } }"); await connect(); };

// --- start --------------------------------------------------------------------------------------------------------

$("run").onclick = run;
$("tidy").onclick = () => { query.value = tidy(query.value); edited(false); };
$("locale").onclick = () => { locale = locale === "vi" ? "en" : "vi"; store("locale", locale); render(); };
$("find").oninput = () => docs();
for (const b of document.querySelectorAll("[data-show]")) b.onclick = () => show(b.dataset.show);
for (const b of document.querySelectorAll("[data-tab]")) b.onclick = () => tab(b.dataset.tab);
query.value = stored("query", "") || "{\n  __typename\n}\n";
$("variables").value = stored("variables", "");
tab("samples");
show("work");
render();
connect();
