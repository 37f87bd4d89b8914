// Reads /api/openapi.json and draws it; sends what is tried with the token that was typed. Keeps nothing.
"use strict";

const byId = (id) => document.getElementById(id);
let described = { paths: {}, components: { schemas: {} } };

/** An element with attributes and children; texts stay texts. */
function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key in made && typeof value !== "string") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((c) => c !== null));
  return made;
}

/** The schema behind a reference. */
function schemaOf(schema) {
  const name = schema && schema.$ref && schema.$ref.split("/").pop();
  return name ? described.components.schemas[name] || {} : schema || {};
}

/** An example value of a schema, a few levels deep. */
function example(schema, depth) {
  const s = schemaOf(schema);
  if (s.allOf) return Object.assign({}, ...s.allOf.map((part) => example(part, depth)));
  const choice = (s.oneOf || s.anyOf || []).find((part) => part.type !== "null");
  if (choice) return example(choice, depth);
  const type = Array.isArray(s.type) ? s.type.find((t) => t !== "null") : s.type;
  if (s.enum) return s.enum[0];
  if (type === "array") return depth > 3 ? [] : [example(s.items, depth + 1)];
  if (type === "integer" || type === "number") return 0;
  if (type === "boolean") return false;
  if (type === "string") return "";
  if (depth > 3 || !s.properties) return {};
  const keys = Object.entries(s.properties);
  return Object.fromEntries(keys.map(([key, part]) => [key, example(part, depth + 1)]));
}

/** A table of a schema's fields with what they mean. */
function fields(schema) {
  const s = schemaOf(schema);
  const rows = Object.entries(s.properties || {}).map(([key, part]) => {
    const needed = (s.required || []).includes(key) ? "" : " (optional)";
    return el("tr", null, el("td", null, key), el("td", null, (part.description || schemaOf(part).description || "") + needed));
  });
  return rows.length ? el("table", null, el("tbody", null, ...rows)) : null;
}

function inputs(operation) {
  return (operation.parameters || []).map((p) => {
    const value = p.name === "account_id" ? byId("account").value : "";
    const input = el("input", { "data-in": p.in, "data-name": p.name, "aria-label": p.name, value });
    return el("tr", null, el("td", null, p.name), el("td", null, input), el("td", null, p.description || ""));
  });
}

/** Sends the operation as filled in, and shows what came back. */
async function send(method, path, box, answer) {
  const query = new URLSearchParams();
  let url = path;
  for (const input of box.querySelectorAll("input[data-in]")) {
    const { in: place, name } = input.dataset;
    if (place === "path") url = url.replace(`{${name}}`, encodeURIComponent(input.value));
    else if (input.value) query.append(name, input.value);
  }
  const body = box.querySelector("textarea");
  const headers = { accept: "application/json" };
  const token = byId("token").value.trim();
  if (token) headers.api_access_token = token;
  if (body) headers["content-type"] = "application/json";
  answer.textContent = "…";
  const began = performance.now();
  try {
    // Without the session of the desk: what is tried is tried with the token.
    const said = await fetch(url + (query.size ? `?${query}` : ""), { method, headers, body: body ? body.value : undefined, credentials: "omit" });
    const text = await said.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
    answer.textContent = `${said.status} · ${Math.round(performance.now() - began)} ms\n${shown}`;
  } catch (error) {
    answer.textContent = String(error);
  }
}

function inside(method, path, operation) {
  const box = el("div", { class: "inside" });
  const access = operation["x-access"] || "";
  box.append(el("p", { class: "access" }, `Access: ${access}`));
  const rows = inputs(operation);
  if (rows.length) box.append(el("h3", null, "Parameters"), el("table", null, el("tbody", null, ...rows)));
  const schema = operation.requestBody && operation.requestBody.content["application/json"].schema;
  if (schema) {
    const about = fields(schema);
    box.append(el("h3", null, "Body"));
    if (about) box.append(about);
    box.append(el("textarea", { "aria-label": "Body", spellcheck: "false" }, JSON.stringify(example(schema, 0), null, 2)));
  }
  const answer = el("pre", { role: "status" });
  const button = el("button", { type: "button" }, "Send");
  button.addEventListener("click", () => send(method, path, box, answer));
  box.append(el("p", null, button), answer);
  const good = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
  const content = good && good[1].content && good[1].content["application/json"];
  if (content) {
    box.append(el("h3", null, `Answer ${good[0]}`), el("pre", null, JSON.stringify(example(content.schema, 0), null, 2)));
  }
  return box;
}

function row(method, path, operation) {
  const summary = el("summary", null, el("span", { class: "method" }, method), el("span", { class: "path" }, path),
    el("span", { class: "what" }, operation.summary || ""));
  const details = el("details", null, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(inside(method, path, operation));
  });
  return details;
}

function draw() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map();
  for (const [path, operations] of Object.entries(described.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const text = `${method} ${path} ${operation.summary} ${operation.tags}`.toLowerCase();
      if (!words.every((w) => text.includes(w))) continue;
      const tag = (operation.tags || ["Other"])[0];
      groups.set(tag, [...(groups.get(tag) || []), row(method.toUpperCase(), path, operation)]);
    }
  }
  const parts = [...groups].sort(([a], [b]) => a.localeCompare(b)).flatMap(([tag, rows]) => [el("h2", null, tag), ...rows]);
  byId("main").replaceChildren(...(parts.length ? parts : [el("p", null, "Nothing is called that.")]));
}

/** Says who the token belongs to. */
async function signIn() {
  const token = byId("token").value.trim();
  const who = byId("who");
  if (!token) { who.textContent = ""; return; }
  const said = await fetch("/api/v1/profile", { headers: { api_access_token: token }, credentials: "omit" }).catch(() => null);
  if (!said || !said.ok) { who.textContent = "This token is not valid."; return; }
  const me = await said.json();
  if (me.account_id) byId("account").value = me.account_id;
  who.textContent = `Signed in as ${me.name} (${me.email}).`;
}

async function start() {
  const said = await fetch("/api/openapi.json", { credentials: "omit" }).catch(() => null);
  if (!said || !said.ok) {
    byId("main").replaceChildren(el("p", null, "The description could not be loaded. Try again in a moment."));
    return;
  }
  described = await said.json();
  byId("search").addEventListener("input", draw);
  byId("token").addEventListener("change", signIn);
  draw();
}
start();
