//! Problems in words: the JSON body of a refusal, in the caller's language.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use kernel_base::{Kind, Locale, Problem};
use serde_json::{Map, Value, json};

use crate::refusal::Refused;

/// Looks words up by key.
pub trait Words: Send + Sync + 'static {
    /// The text of `key` in `locale` with its placeholders filled in.
    fn text(&self, locale: Locale, key: &str, args: &[(&'static str, String)]) -> String;
}

impl<F> Words for F
where
    F: Fn(Locale, &str, &[(&'static str, String)]) -> String + Send + Sync + 'static,
{
    fn text(&self, locale: Locale, key: &str, args: &[(&'static str, String)]) -> String {
        self(locale, key, args)
    }
}

/// Turns a response that carries a refusal into its final form; others pass untouched.
pub(crate) fn put_into_words(
    words: &dyn Words,
    said: Option<Locale>,
    asked: Locale,
    mut response: Response<Body>,
) -> Response<Body> {
    let Some(Refused { problem, locale }) = response.extensions_mut().remove::<Refused>() else {
        return response;
    };
    log(&problem);
    let locale = locale.or(said).unwrap_or(asked);
    let status = response.status();
    let body = body_of(words, locale, &problem).to_string();
    let mut out = Response::new(Body::from(body));
    *out.status_mut() = status;
    *out.headers_mut() = std::mem::take(response.headers_mut());
    let headers = out.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    let wait = problem.retry_after.or(match problem.kind {
        Kind::TooMany | Kind::Unavailable => Some(1),
        _ => None,
    });
    if let Some(secs) = wait {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(secs.max(1)));
    }
    out
}

/// `{error}` for 401, 403 and 404, `{message, attributes, …}` for the rest; both with a `code` for machines.
fn body_of(words: &dyn Words, locale: Locale, problem: &Problem) -> Value {
    let general = words.text(locale, problem.key, &problem.args);
    let mut body = Map::new();
    match problem.kind {
        Kind::Unauthenticated | Kind::Forbidden | Kind::NotFound => {
            body.insert("error".into(), general.into());
        }
        _ => {
            let mut fields: Vec<(&str, String)> = Vec::new();
            for f in &problem.fields {
                if !fields.iter().any(|(name, _)| *name == f.field) {
                    fields.push((&f.field, words.text(locale, f.key, &f.args)));
                }
            }
            let message = if fields.is_empty() { general } else { summary(&fields) };
            body.insert("message".into(), message.into());
            if problem.kind == Kind::Invalid {
                body.insert("attributes".into(), fields.iter().map(|(name, _)| *name).collect());
                let fields = fields.into_iter().map(|(name, text)| (name.to_owned(), text.into()));
                body.insert("fields".into(), fields.collect::<Map<String, Value>>().into());
            }
        }
    }
    let code = problem.fields.first().map_or(problem.key, |f| f.key);
    body.insert("code".into(), code.strip_prefix("error.").unwrap_or(code).into());
    for (name, value) in &problem.extra {
        nest(&mut body, name, value);
    }
    Value::Object(body)
}

/// One line for clients that show no more than that.
fn summary(fields: &[(&str, String)]) -> String {
    let lines: Vec<String> = fields.iter().map(|(name, text)| format!("{name}: {text}")).collect();
    lines.join(" ")
}

/// Puts `winner.id` below `winner`; an `id` that is a number becomes one.
fn nest(body: &mut Map<String, Value>, name: &str, value: &str) {
    if let Some((head, rest)) = name.split_once('.') {
        if let Value::Object(inner) = body.entry(head).or_insert_with(|| json!({})) {
            nest(inner, rest, value);
        }
        return;
    }
    let number = if name == "id" || name.ends_with("_id") { value.parse::<i64>().ok() } else { None };
    body.insert(name.to_owned(), number.map_or_else(|| value.into(), Value::from));
}

/// Our faults with their whole chain, the caller's once and without what they sent.
fn log(problem: &Problem) {
    if problem.is_fault() {
        let mut chain = String::new();
        let mut cause = std::error::Error::source(problem);
        while let Some(e) = cause {
            chain.push_str(": ");
            chain.push_str(&e.to_string());
            cause = e.source();
        }
        tracing::error!(target: "http", problem = problem.key, "fault{chain}");
    } else {
        tracing::debug!(target: "http", problem = %problem, "refused");
    }
}

/// The answer to a method or path that does not exist, to be put into words later.
pub(crate) fn bare(status: StatusCode) -> Refused {
    let problem = if status == StatusCode::METHOD_NOT_ALLOWED {
        Problem::new(Kind::BadRequest, "error.method")
    } else {
        Problem::not_found()
    };
    Refused { problem: std::sync::Arc::new(problem), locale: None }
}
