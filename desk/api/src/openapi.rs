//! The description of the API, made from the same rows as the router.

use std::sync::{Arc, OnceLock};

use axum::http::{Method, header};
use bytes::Bytes;
use kernel_http::{Access, Described, Route, Routes};
use serde_json::{Map, Value, json};

const PATH: &str = "/api/openapi.json";

/// Adds the route that answers the description of `table`, itself included. It is made when it is first asked for.
pub(crate) fn describe(table: Routes<()>, version: &str, public_url: &str) -> Routes<()> {
    let made: Arc<OnceLock<Bytes>> = Arc::default();
    let (version, public_url) = (version.to_owned(), public_url.to_owned());
    let rows: Arc<OnceLock<Vec<Row>>> = Arc::default();
    let known = Arc::clone(&rows);
    let answer = move || {
        let make = || {
            Bytes::from(document(known.get().map_or(&[], Vec::as_slice), &version, &public_url).to_string())
        };
        let body = made.get_or_init(make).clone();
        async move { ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body) }
    };
    let table =
        table.on(Method::GET, PATH, Access::Public, "Installation", "This description, OpenAPI 3.1", answer);
    rows.get_or_init(|| table.rows.iter().map(Row::of).collect());
    table
}

/// What the document says of a route: all of it but the handler.
struct Row {
    method: Method,
    path: &'static str,
    access: Access,
    summary: &'static str,
    tag: &'static str,
    body: Option<Described>,
    answer: Option<(u16, Described)>,
    query: Vec<(&'static str, &'static str)>,
}

impl Row {
    fn of(route: &Route<()>) -> Self {
        Self {
            method: route.method.clone(),
            path: route.path,
            access: route.access,
            summary: route.summary,
            tag: route.tag,
            body: route.body,
            answer: route.answer,
            query: route.query.clone(),
        }
    }
}

/// The document over `rows`.
fn document(rows: &[Row], version: &str, public_url: &str) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas: Map<String, Value> = Map::new();
    for row in rows {
        for described in row.body.iter().chain(row.answer.iter().map(|(_, described)| described)) {
            for (name, schema) in described.others() {
                schemas.entry(name).or_insert_with(|| value_of(&schema));
            }
        }
        let operation = operation(row, &mut schemas);
        let path = row.path.replace("{*", "{");
        let at = paths.entry(path).or_insert_with(|| json!({}));
        at[row.method.as_str().to_ascii_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Guichê",
            "version": version,
            "description": "Customer service. Paths and shapes follow Chatwoot's where it has the same thing; \
                what stands beside is ours.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": public_url }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": errors(),
            "securitySchemes": {
                "access_token": { "type": "apiKey", "in": "header", "name": "api_access_token" },
                "bearer": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": "guiche" },
                "devise": { "type": "apiKey", "in": "header", "name": "access-token",
                    "description": "With `client` and `uid`, as answered by /auth/sign_in." },
                "visitor": { "type": "apiKey", "in": "header", "name": "X-Auth-Token" },
            },
        },
    })
}

fn operation(row: &Row, schemas: &mut Map<String, Value>) -> Value {
    let mut responses = Map::new();
    match &row.answer {
        Some((204, _)) => {
            responses.insert("204".to_owned(), json!({ "description": "Done" }));
        }
        Some((status, described)) => {
            let schema = named(described, schemas);
            let content = json!({ "application/json": { "schema": schema } });
            responses.insert(status.to_string(), json!({ "description": "Done", "content": content }));
        }
        None => {
            responses.insert("200".to_owned(), json!({ "description": "Done" }));
        }
    }
    for status in refusals(row) {
        let reference = format!("#/components/responses/{status}");
        responses.insert(status.to_owned(), json!({ "$ref": reference }));
    }
    let mut operation = json!({
        "operationId": operation_id(row),
        "tags": [row.tag],
        "summary": row.summary,
        "parameters": parameters(row),
        "responses": responses,
        "security": security(row.access),
        "x-access": access(row.access),
    });
    if let Some(described) = &row.body {
        let schema = named(described, schemas);
        operation["requestBody"] = json!({ "required": true, "content": {
            "application/json": { "schema": schema },
            "multipart/form-data": { "schema": schema },
        }});
    }
    operation
}

/// A reference to the schema under its name; lists and plain values stand in place.
fn named(described: &Described, schemas: &mut Map<String, Value>) -> Value {
    let (name, schema) = (described.name(), value_of(&described.schema()));
    let object = schema.get("properties").is_some() || schema.get("allOf").is_some();
    if !object {
        return schema;
    }
    schemas.entry(name.to_string()).or_insert(schema);
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn value_of<T: serde::Serialize>(schema: &T) -> Value {
    serde_json::to_value(schema).unwrap_or_else(|_| json!({}))
}

/// `get_api_v1_accounts_account_id_labels`.
fn operation_id(row: &Row) -> String {
    let words = row.path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let mut words: Vec<&str> = words.collect();
    if row.path.ends_with('/') {
        words.push("root");
    }
    format!("{}_{}", row.method.as_str().to_ascii_lowercase(), words.join("_"))
}

fn parameters(row: &Row) -> Vec<Value> {
    let names = row.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let path = names.map(|name| {
        let number = name == "id" || name.ends_with("_id") || name == "number";
        let kind = if number {
            json!({ "type": "integer", "format": "int64" })
        } else {
            json!({ "type": "string" })
        };
        json!({ "name": name.trim_start_matches('*'), "in": "path", "required": true, "schema": kind })
    });
    let query = row.query.iter().map(|(name, meaning)| {
        json!({ "name": name, "in": "query", "description": meaning, "schema": { "type": "string" } })
    });
    path.chain(query).collect()
}

fn security(access: Access) -> Value {
    match access {
        Access::Public => json!([]),
        Access::Visitor => json!([{ "visitor": [] }]),
        Access::User | Access::Member(_) => {
            json!([{ "access_token": [] }, { "bearer": [] }, { "session": [] }, { "devise": [] }])
        }
    }
}

fn access(access: Access) -> Value {
    match access {
        Access::Public => "public".into(),
        Access::Visitor => "visitor".into(),
        Access::User => "user".into(),
        Access::Member(permission) => format!("member:{permission}").into(),
    }
}

/// Statuses a row may refuse with.
fn refusals(row: &Row) -> Vec<&'static str> {
    let mut statuses = vec!["400", "404", "422", "429", "500", "503"];
    match row.access {
        // Many of them look at a token, or at where the page is from, themselves.
        Access::Public => statuses.extend(["401", "403"]),
        Access::Visitor | Access::User => statuses.push("401"),
        Access::Member(_) => statuses.extend(["401", "403"]),
    }
    if matches!(row.method, Method::POST | Method::PUT | Method::PATCH | Method::DELETE) {
        statuses.extend(["409", "413", "415", "507"]);
    }
    statuses.sort_unstable();
    statuses
}

fn errors() -> Value {
    let plain = json!({ "type": "object", "required": ["error", "code"], "properties": {
        "error": { "type": "string", "description": "In the caller's language." },
        "code": { "type": "string", "description": "For machines." },
    }});
    let full = json!({ "type": "object", "required": ["message", "code"], "properties": {
        "message": { "type": "string", "description": "In the caller's language." },
        "code": { "type": "string", "description": "For machines." },
        "attributes": { "type": "array", "items": { "type": "string" }, "description": "Wrong fields." },
        "fields": { "type": "object", "additionalProperties": { "type": "string" },
            "description": "What is wrong with each, in the caller's language." },
    }});
    let of = |text: &str, schema: &Value| json!({ "description": text, "content": { "application/json": { "schema": schema } } });
    json!({
        "400": of("Can't be read", &full),
        "401": of("Nobody is signed in", &plain),
        "403": of("The permission is missing", &plain),
        "404": of("Not there, or not to be known", &plain),
        "409": of("Someone was faster", &full),
        "413": of("Too large", &full),
        "415": of("A type that is not taken", &full),
        "422": of("A field is wrong", &full),
        "429": of("Too often; see Retry-After", &full),
        "500": of("Our fault", &full),
        "503": of("Busy; see Retry-After", &full),
        "507": of("The disk is full", &full),
    })
}
