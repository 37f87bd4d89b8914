//! A page of ours with an inbox's chat on it, to try it before the snippet is on the site.

use axum::extract::State;
use axum::response::Response;
use kernel_base::Locale;
use kernel_http::{Query, Refusal, html_page};
use kernel_text::escape;
use plug_channel::Ports;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{ID, KIND, settings, snippet};

const PAGE: &str = include_str!("../tryout/page.html");
const STYLE: &str = include_str!("../tryout/page.css");

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    website_token: String,
}

/// `GET /widget/try?website_token=…`: the chat as visitors get it, in the language it speaks.
pub(crate) async fn show(
    State(ports): State<Ports>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let inbox = ports.inboxes.by_token(ID, &asked.website_token).await?;
    let locale = settings::locale(&inbox);
    let words = words(locale);
    let word = |key: &str| escape(words.get(key).and_then(Value::as_str).unwrap_or_default());
    let html = PAGE
        .replace("{lang}", locale.tag())
        .replace("{style}", STYLE)
        .replace("{title}", &word("tryout.title"))
        .replace("{text}", &word("tryout.text"))
        .replace("{name}", &escape(&inbox.account_name));
    let (html, policy) = snippet::page(&html, STYLE, &ports.public_url, &inbox.token);
    Ok(html_page(html, &policy))
}

/// The channel's words in a language.
fn words(locale: Locale) -> Map<String, Value> {
    let [pt, en, es] = KIND.locales;
    let file = match locale {
        Locale::PtBr => pt,
        Locale::En => en,
        Locale::Es => es,
    };
    serde_json::from_str(file).unwrap_or_default()
}
