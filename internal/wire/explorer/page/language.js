// The GraphQL language, as far as an editor needs it: tokens, what may stand at a place, what is wrong.

const lexer = /(?<blank>[\s,\uFEFF]+)|(?<comment>#[^\n]*)|(?<block>"""(?:\\"""|[^])*?(?:"""|$))|(?<string>"(?:\\.|[^"\\\n])*(?:"|(?=\n)|$))|(?<spread>\.\.\.)|(?<variable>\$\w*)|(?<directive>@\w*)|(?<number>-?\d[\d.eE+-]*)|(?<name>[A-Za-z_]\w*)|(?<mark>[{}()[\]:=!|&])|(?<other>[^])/gy;

const keywords = new Set(["query", "mutation", "subscription", "fragment", "on", "true", "false", "null"]);

export function tokens(text) {
  const found = [];
  for (const m of text.matchAll(lexer)) {
    const kind = Object.keys(m.groups).find(k => m.groups[k] !== undefined);
    found.push({kind, text: m[0], at: m.index, end: m.index + m[0].length});
  }
  return found;
}

export function highlight(text) {
  const out = document.createDocumentFragment();
  for (const t of tokens(text)) {
    if (t.kind === "blank") { out.append(t.text); continue; }
    const span = document.createElement("span");
    span.className = keywords.has(t.text) ? "keyword" : t.kind;
    span.textContent = t.text;
    out.append(span);
  }
  out.append("\n");
  return out;
}

export function lineOf(text, at) { return text.slice(0, at).split("\n").length; }

// operations lists the names of the document's operations.
export function operations(text) {
  const names = [];
  let depth = 0, last = null;
  for (const t of tokens(text)) {
    if (t.kind === "blank" || t.kind === "comment") continue;
    if (t.text === "{") depth++;
    if (t.text === "}") depth--;
    if (depth === 0 && t.kind === "name" && ["query", "mutation"].includes(last?.text)) names.push(t.text);
    last = t;
  }
  return names;
}

// walk reads the document along the schema. It tells what is wrong, and what could stand at the caret: what begins with
// the word before it, or anything when forced.
export function walk(text, schema, caret = -1, force = false) {
  const problems = [], brackets = [];
  let choices = [];
  // A frame is what an open bracket is about: a selection on a type, arguments of a field, or a value.
  let frame = {kind: "document"};
  let field = null, argument = null, root = "query", last = {text: "", kind: ""}, before = last;

  const offer = (t, typed) => {
    let list = [];
    if (frame.kind === "selection" && t.kind !== "variable" && t.kind !== "directive" && last.text !== "on" && before.text !== "...") list = fieldsOf(frame.type);
    if (last.text === "on" && schema) list = [...schema.types.values()].filter(x => x.fields && !x.name.startsWith("__")).map(x => ({name: x.name, detail: x.kind}));
    if (frame.kind === "arguments" && frame.args) list = frame.args.map(a => ({name: a.name, detail: show(a.type), insert: a.name + ": "}));
    if (frame.kind === "object" && frame.type) list = (frame.type.inputFields ?? []).map(a => ({name: a.name, detail: show(a.type), insert: a.name + ": "}));
    if (argument && last.text === ":") list = valuesOf(argument.type);
    if (frame.kind === "document") list = ["query", "mutation", "fragment"].map(name => ({name, detail: ""}));
    choices = list.some(c => c.name === typed) ? [] : list.filter(c => c.name.toLowerCase().startsWith(typed.toLowerCase()));
  };
  const fieldsOf = type => (type?.fields ?? []).map(f => ({name: f.name, detail: show(f.type), insert: f.name}))
    .concat(type ? [{name: "__typename", detail: "String!"}] : [], type?.possibleTypes?.length ? type.possibleTypes.map(p => ({name: "... on " + p.name, detail: ""})) : []);
  const valuesOf = type => {
    const t = schema?.types.get(base(type).name);
    if (t?.enumValues) return t.enumValues.map(v => ({name: v.name, detail: ""}));
    return t?.name === "Boolean" ? [{name: "true", detail: ""}, {name: "false", detail: ""}] : [];
  };
  const wrong = (t, what) => problems.push({at: t.at, line: lineOf(text, t.at), what});

  for (const t of tokens(text)) {
    const inside = caret > t.at && caret <= t.end;
    if (inside && t.kind === "name") { offer(t, t.text.slice(0, caret - t.at)); force = false; }
    if (force && t.at >= caret) { offer(t, ""); force = false; }
    if (t.kind === "blank" || t.kind === "comment") continue;
    switch (true) {
    case t.text === "{": {
      let next = {kind: "selection", type: null};
      if (frame.kind === "document") next.type = frame.on ?? schema?.root(root);
      else if (frame.kind === "selection") next.type = frame.inner ?? (field ? schema?.types.get(base(field.type).name) : null);
      else next = {kind: "object", type: argument ? schema?.types.get(base(argument.type).name) : null};
      brackets.push({frame, argument, open: t});
      frame = next; field = null; argument = null;
      break;
    }
    case t.text === "(": {
      brackets.push({frame, argument, open: t});
      frame = frame.kind === "document" ? {kind: "definitions"} : {kind: "arguments", args: frame.directive ? null : field?.args};
      break;
    }
    case t.text === "[":
      brackets.push({frame, argument, open: t});
      break;
    case t.text === "}" || t.text === ")" || t.text === "]": {
      const b = brackets.pop();
      if (!b || {"{": "}", "(": ")", "[": "]"}[b.open.text] !== t.text) { wrong(t, {key: "unexpected", name: t.text}); return {problems, choices}; }
      if (t.text !== "]") { frame = b.frame; }
      argument = b.argument;
      if (t.text === "}") { frame.inner = undefined; if (frame.kind === "document") frame = {kind: "document"}; }
      break;
    }
    case t.kind === "directive":
      frame.directive = true;
      break;
    case t.kind === "name" && frame.kind === "document":
      if (["query", "mutation", "subscription"].includes(t.text)) root = t.text;
      if (last.text === "on") frame.on = schema?.types.get(t.text);
      if (last.text === "on" && schema && !schema.types.has(t.text)) wrong(t, {key: "unknownType", name: t.text});
      break;
    case t.kind === "name" && frame.kind === "selection":
      frame.directive = false;
      if (last.text === "on" && before.text === "...") {
        frame.inner = schema?.types.get(t.text);
        if (schema && !frame.inner) wrong(t, {key: "unknownType", name: t.text});
      } else if (last.text === "..." || t.text === "on" && last.text === "...") {
        frame.inner = undefined;
      } else {
        const aliased = text.slice(t.end).match(/^[\s,]*:/);
        if (aliased) break;
        field = frame.type?.fields?.find(f => f.name === t.text) ?? null;
        frame.inner = undefined;
        if (frame.type && !field && !t.text.startsWith("__") && !inside) wrong(t, {key: "unknownField", name: t.text, on: frame.type.name});
      }
      break;
    case t.kind === "name" && frame.kind === "arguments" && last.text !== ":":
      argument = frame.args?.find(a => a.name === t.text) ?? null;
      if (frame.args && !argument && !inside) wrong(t, {key: "unknownArgument", name: t.text});
      break;
    case t.kind === "name" && frame.kind === "object" && last.text !== ":":
      argument = frame.type?.inputFields?.find(a => a.name === t.text) ?? null;
      if (frame.type?.inputFields && !argument && !inside) wrong(t, {key: "unknownArgument", name: t.text});
      break;
    case t.kind === "other" || t.kind === "string" && (t.text.length < 2 || !t.text.endsWith('"')):
      wrong(t, {key: "unexpected", name: t.text});
      break;
    }
    before = last; last = t;
  }
  if (force) offer({kind: "blank"}, "");
  if (brackets.length) wrong(brackets.at(-1).open, {key: "open", name: brackets.at(-1).open.text});
  return {problems, choices};
}

// base is the type without lists and non-null marks.
export function base(type) { return type.ofType ? base(type.ofType) : type; }

// show writes a type reference as the schema does.
export function show(type) {
  if (type.kind === "NON_NULL") return show(type.ofType) + "!";
  if (type.kind === "LIST") return "[" + show(type.ofType) + "]";
  return type.name;
}

// tidy lays a document out, two spaces a level.
export function tidy(text) {
  let out = "", depth = 0, round = 0, last = "";
  const line = () => { out = out.trimEnd() + "\n" + "  ".repeat(depth); };
  for (const t of tokens(text)) {
    if (t.kind === "blank") continue;
    if (t.text === "{" && round === 0) {
      out = (out.trimEnd() + (depth || out.trim() ? " " : "") + "{").replace(/^ /, "");
      depth++; line();
    } else if (t.text === "}" && round === 0) {
      depth = Math.max(0, depth - 1); line(); out += "}"; line();
      if (depth === 0) out += "\n";
    } else if (t.text === "(" || t.text === "[" || t.text === "{") {
      out = t.text === "(" ? out.trimEnd() + "(" : out + t.text; round++;
    } else if (t.text === ")" || t.text === "]" || t.text === "}") {
      out = out.trimEnd().replace(/,$/, "") + t.text; round--; out += round ? ", " : " ";
      if (round) { last = t.text; continue; }
    } else if (t.kind === "comment") {
      out += t.text; line();
    } else if (t.text === ":" || t.text === "!" ) {
      out = out.trimEnd().replace(/,$/, "") + t.text + (t.text === ":" ? " " : round ? ", " : " ");
    } else if (t.text === "=") {
      out = out.trimEnd().replace(/,$/, "") + " = ";
    } else if (t.text === "...") {
      if (last !== "{") line();
      out += "...";
    } else if (round) {
      out += t.text + ", ";
    } else {
      const joins = depth === 0 || last === ":" || last === "..." || last === "on" || last === "{" || t.kind === "directive" || t.text === "on";
      if (!joins) line();
      out += (last === "..." && t.text === "on" ? " " : "") + t.text + " ";
    }
    last = t.text;
  }
  return out.replace(/, ([)\]}])/g, "$1").replace(/, !/g, "!").replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim() + "\n";
}
