// The schema as introspection tells it, and its documentation.

import {base, show} from "./language.js";

export const introspection = `query Introspection {
  __schema {
    queryType { name } mutationType { name }
    types {
      kind name description
      fields(includeDeprecated: true) { name description isDeprecated deprecationReason args { ...Input } type { ...Type } }
      inputFields { ...Input }
      interfaces { name }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { name }
    }
  }
}
fragment Input on __InputValue { name description defaultValue type { ...Type } }
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

export class Schema {
  constructor(data) {
    this.types = new Map(data.types.map(t => [t.name, t]));
    this.query = data.queryType?.name;
    this.mutation = data.mutationType?.name;
  }

  root(operation) { return this.types.get(operation === "mutation" ? this.mutation : this.query); }

  // search finds types and fields whose name or description holds the words.
  search(words) {
    const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = x => parts.every(p => (x.name + " " + (x.description ?? "")).toLowerCase().includes(p));
    const found = [];
    for (const t of this.types.values()) {
      if (t.name.startsWith("__")) continue;
      if (hits(t)) found.push({type: t});
      for (const f of t.fields ?? t.inputFields ?? []) if (hits(f)) found.push({type: t, field: f});
    }
    return found.slice(0, 60);
  }
}

// el makes an element: el("p.note", "text", child …).
export function el(spec, ...children) {
  const [tag, ...classes] = spec.split(".");
  const e = document.createElement(tag);
  e.classList.add(...classes);
  e.append(...children.filter(c => c !== null && c !== undefined));
  return e;
}

// page renders the documentation of one type, or the start page. go is called with the type to show next.
export function page(schema, name, text, go) {
  const link = type => {
    const name = base(type).name, a = el("button.type", show(type));
    a.type = "button";
    a.onclick = () => go(name);
    return a;
  };
  const parameter = a => el("div.arg", el("span.name", a.name), ": ", link(a.type), a.defaultValue ? " = " + a.defaultValue : "", a.description ? el("p", a.description) : null);
  const member = f => el("article", el("h4", el("span.name", f.name), f.type ? ": " : "", f.type ? link(f.type) : null, f.isDeprecated ? el("em", " " + (f.deprecationReason ?? "")) : null),
    f.description ? el("p", f.description) : null, ...(f.args ?? []).map(parameter));
  const out = document.createDocumentFragment();
  const type = schema.types.get(name);
  if (!type) {
    for (const root of [schema.query, schema.mutation]) if (root) out.append(el("article", el("h4", link({kind: "OBJECT", name: root}))));
    const groups = {};
    for (const t of schema.types.values()) if (!t.name.startsWith("__") && ![schema.query, schema.mutation].includes(t.name)) (groups[t.kind] ??= []).push(t);
    for (const [kind, list] of Object.entries(groups)) out.append(el("h3", kind), el("p.cloud", ...list.sort((a, b) => a.name.localeCompare(b.name)).flatMap(t => [link(t), " "])));
    return out;
  }
  const back = el("button.back", "← " + text("all"));
  back.type = "button";
  back.onclick = () => go("");
  out.append(back, el("h3", type.name, el("small", " " + type.kind)), el("p", type.description ?? ""));
  const related = (type.kind === "OBJECT" ? type.interfaces : type.possibleTypes) ?? [];
  if (related.length) out.append(el("p.cloud", ...related.flatMap(t => [link({kind: "OBJECT", name: t.name}), " "])));
  for (const f of type.fields ?? type.inputFields ?? type.enumValues ?? []) out.append(member(f));
  return out;
}
