//! What a browser loads: the chat's page with its configuration inside, the loader, the launcher's configuration,
//! files, colours.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel_base::{Locale, Problem};
use kernel_http::{Asset, Caching, Json, Path, Query, Refusal, asset_answer, html_page};
use plug_channel::{InboxConfig, Ports};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::oklch::Rgb;
use crate::{ID, domains, ink, installed, settings};

/// Where the page's configuration goes in the built page.
const SLOT: &str = r#"<script type="application/json" id="boot">{}</script>"#;
/// Seconds a browser may keep the loader and the launcher's configuration without asking.
const SHORT: &str = "public, max-age=300";
/// The languages of the chat, by their own names.
const LANGUAGES: [(&str, &str); 3] = [("pt_BR", "Português"), ("en", "English"), ("es", "Español")];
/// Faces shown at most.
const FACES: usize = 3;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct PageQuery {
    website_token: String,
    locale: String,
    preview: Option<String>,
    color: String,
}

/// `GET /widget`: the page inside the frame. Without a token only the preview of an inbox to be is shown, and only
/// in our own pages.
pub(crate) async fn show(
    State(ports): State<Ports>,
    headers: HeaderMap,
    Query(query): Query<PageQuery>,
) -> Result<Response, Refusal> {
    let preview = query.preview.is_some();
    let asked = Locale::parse(&query.locale);
    let (mut boot, ancestors) = if query.website_token.is_empty() && preview {
        (blank(&ports, &headers, asked), "'self'".to_owned())
    } else {
        let inbox = ports.inboxes.by_token(ID, &query.website_token).await?;
        let ancestors =
            if preview { "'self'".to_owned() } else { domains::frame_ancestors(&domains::allowed(&inbox)) };
        (looks(&ports, &inbox, asked).await?, ancestors)
    };
    boot.insert("preview".into(), preview.into());
    let page = ports.assets.get("widget/index.html").ok_or_else(Problem::not_found)?;
    let page = String::from_utf8_lossy(&page.body);
    let page = page
        .replace(SLOT, &format!(r#"<script type="application/json" id="boot">{}</script>"#, inert(&boot)));
    let lang = boot.get("locale").and_then(Value::as_str).unwrap_or("pt-BR");
    let page = page.replacen(r#"<html lang="pt-BR""#, &format!(r#"<html lang="{lang}""#), 1);
    Ok(html_page(page, &csp(&ports.public_url, &ancestors)))
}

/// `GET /widget/config.js`: what the launcher needs, as a script: pages whose policy names us for scripts and
/// frames only can still load it. It holds nothing that is not public.
pub(crate) async fn config(
    State(ports): State<Ports>,
    headers: HeaderMap,
    Query(query): Query<PageQuery>,
) -> Result<Response, Refusal> {
    let inbox = ports.inboxes.by_token(ID, &query.website_token).await?;
    installed::note(&inbox, &headers, &ports.public_url);
    let looks = looks(&ports, &inbox, Locale::parse(&query.locale)).await?;
    let words = looks.get("words").and_then(Value::as_object);
    let word = |key: &str| words.and_then(|w| w.get(key)).cloned().unwrap_or_default();
    let name = looks.get("name").and_then(Value::as_str).unwrap_or_default();
    let title = word("launcher.title").as_str().unwrap_or_default().replace("{name}", name);
    let config = json!({
        "name": looks.get("name"), "locale": looks.get("locale"), "theme": looks.get("theme"),
        "position": looks.get("position"), "text": looks.get("launcher_text"),
        "colors": slim(looks.get("colors")), "greeting": looks.get("greeting"),
        "words": {
            "open": word("launcher.open"), "unread": word("launcher.unread"), "unread_one": word("launcher.unread_one"),
            "close": word("launcher.close"), "dismiss": word("launcher.dismiss"), "offline": word("launcher.offline"),
            "title": title,
        },
    });
    let script = format!("window.chatwootSDK&&chatwootSDK.configure({});", inert(&config));
    let mut response = ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=30"));
    Ok(response)
}

/// `GET /packs/js/sdk.js`: the loader.
pub(crate) async fn sdk(State(ports): State<Ports>, headers: HeaderMap) -> Result<Response, Refusal> {
    Ok(script(&ports, "sdk.js", &headers)?)
}

/// `GET /widget/launcher.js`: what draws the launcher.
pub(crate) async fn launcher(State(ports): State<Ports>, headers: HeaderMap) -> Result<Response, Refusal> {
    Ok(script(&ports, "widget/launcher.js", &headers)?)
}

fn script(ports: &Ports, path: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let asset = ports.assets.get(path).ok_or_else(Problem::not_found)?;
    let mut response = asset_answer(asset, headers, Caching::Ask);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(SHORT));
    Ok(response)
}

/// `GET /widget/assets/…`: files whose name changes with their content.
pub(crate) async fn asset(
    State(ports): State<Ports>,
    headers: HeaderMap,
    Path(path): Path<String>,
) -> Result<Response, Refusal> {
    let asset = file(&ports, "assets", &path)?;
    Ok(asset_answer(asset, &headers, Caching::Forever))
}

/// `GET /widget/words/…`: the words of a language.
pub(crate) async fn words_file(
    State(ports): State<Ports>,
    headers: HeaderMap,
    Path(path): Path<String>,
) -> Result<Response, Refusal> {
    let asset = file(&ports, "words", &path)?;
    Ok(asset_answer(asset, &headers, Caching::Ask))
}

/// `GET /widget/palette?color=#RRGGBB`: what a colour becomes, for the preview in settings.
pub(crate) async fn palette(Query(query): Query<PageQuery>) -> Result<Json<Value>, Refusal> {
    let color = Rgb::parse(&query.color).ok_or_else(|| Problem::field("color", "web_widget.error.color"))?;
    Ok(Json(ink::as_json(color)))
}

/// What the chat is drawn and worded with, and Chatwoot's names for the same.
pub(crate) async fn looks(
    ports: &Ports,
    inbox: &InboxConfig,
    asked: Option<Locale>,
) -> Result<Map<String, Value>, Problem> {
    let locale = asked.unwrap_or_else(|| settings::locale(inbox));
    let mut members = ports.inboxes.members(inbox).await?;
    let online = members.len();
    members.truncate(FACES);
    let mut out = frame(ports, locale, settings::brand(inbox));
    let greeting = greeting(inbox, members.first());
    let fields = json!({
        "website_token": inbox.token, "website_name": inbox.name, "name": inbox.account_name,
        "widget_color": settings::brand(inbox).hex(),
        "welcome_title": settings::text(inbox, "welcome_title"),
        "welcome_tagline": settings::text(inbox, "welcome_tagline"),
        "position": settings::text(inbox, "position"), "theme": settings::text(inbox, "theme"),
        "launcher_text": settings::text(inbox, "launcher_text"),
        "reply_time": settings::text(inbox, "reply_time"),
        "enabled_features": features(inbox),
        "allow_messages_after_resolved": inbox.reopens, "single": inbox.single,
        "csat_survey_enabled": inbox.service.csat_enabled,
        "pre_chat_form_enabled": settings::switch(inbox, "pre_chat_form_enabled"),
        "pre_chat_form_options": settings::form(inbox),
        "offline_form": settings::switch(inbox, "offline_form_enabled"),
        "working_hours_enabled": inbox.service.hours_enabled,
        "working_hours": inbox.service.working_hours, "timezone": inbox.service.timezone,
        "utc_offset": offset(inbox.service.offset_minutes),
        "out_of_office_message": inbox.service.away_message,
        "closed": inbox.service.closed, "opens_at": inbox.service.opens_at, "holiday": inbox.service.holiday,
        "avatar_url": "", "portal": null, "disable_branding": false,
        "enabled_languages": LANGUAGES.map(|(code, name)| json!({ "name": name, "iso_639_1_code": code })),
        "members": members, "online": online, "greeting": greeting,
    });
    if let Value::Object(fields) = fields {
        out.extend(fields);
    }
    Ok(out)
}

/// What a visitor may do; voice is a file, so it goes with files.
fn features(inbox: &InboxConfig) -> Vec<String> {
    let mut features = settings::features(inbox);
    if settings::switch(inbox, "voice_enabled") && features.iter().any(|f| f == "attachments") {
        features.push("voice".to_owned());
    }
    features.extend(["reactions".to_owned(), "transcript".to_owned()]);
    features
}

/// `-03:00`.
fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// The looks of an inbox that is not there yet, for the preview.
fn blank(ports: &Ports, headers: &HeaderMap, asked: Option<Locale>) -> Map<String, Value> {
    let accepts =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|v| Locale::from_accept_language(v.to_str().ok()?));
    let brand = Rgb::parse(settings::DEFAULT_COLOR).unwrap_or(Rgb([0x2f, 0x5f, 0xd9]));
    let mut out = frame(ports, asked.or(accepts).unwrap_or_default(), brand);
    out.insert("enabled_features".into(), settings::FEATURES.as_slice().into());
    out.insert("members".into(), json!([]));
    out
}

/// What every page of the chat gets: language, words, colours, limits.
fn frame(ports: &Ports, locale: Locale, brand: Rgb) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("locale".into(), locale.tag().into());
    out.insert("words".into(), words(ports, locale));
    out.insert("colors".into(), ink::as_json(brand));
    out.insert("file_max".into(), settings::FILE_MAX.into());
    out.insert("files_max".into(), settings::FILES_MAX.into());
    out.insert("text_max".into(), settings::TEXT_MAX.into());
    out
}

/// The greeting beside the launcher: text, quick answers, delay in seconds, and who greets if somebody is there.
fn greeting(inbox: &InboxConfig, member: Option<&Value>) -> Value {
    let text = settings::text(inbox, "greeting_bubble_text");
    if text.trim().is_empty() {
        return Value::Null;
    }
    json!({
        "text": text,
        "answers": settings::texts(inbox.settings.get("greeting_bubble_answers")),
        "delay": settings::text(inbox, "greeting_bubble_delay").parse::<u32>().unwrap_or(10),
        "from": member.map(|m| json!({ "name": m["name"], "avatar_url": m["avatar_url"], "id": m["id"] })),
    })
}

/// The launcher's share of the colours.
fn slim(colors: Option<&Value>) -> Value {
    let one = |theme: &str| {
        let c = |key: &str| colors.map(|c| c[theme][key].clone()).unwrap_or_default();
        json!([c("fill"), c("ink"), c("text"), c("badge"), c("badge_ink")])
    };
    json!([one("light"), one("dark")])
}

/// The words of a language, as the built chat brings them.
fn words(ports: &Ports, locale: Locale) -> Value {
    let file = ports.assets.get(&format!("widget/words/{}.json", locale.tag()));
    file.and_then(|f| serde_json::from_slice(&f.body).ok()).unwrap_or_else(|| json!({}))
}

fn file(ports: &Ports, folder: &str, path: &str) -> Result<Asset, Problem> {
    let plain = !path.split('/').any(|part| part.is_empty() || part == "." || part == "..");
    let asset = plain.then(|| ports.assets.get(&format!("widget/{folder}/{path}"))).flatten();
    asset.ok_or_else(Problem::not_found)
}

/// JSON that can't leave a script element: `<` is written as its escape, and so are the two line ends that
/// JavaScript knows and JSON does not.
fn inert(value: &(impl serde::Serialize + ?Sized)) -> String {
    let text = serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned());
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn csp(public_url: &str, ancestors: &str) -> String {
    let socket = public_url.replacen("http", "ws", 1);
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: \
         {public_url}; media-src 'self' blob: {public_url}; font-src 'self'; connect-src 'self' {socket}; \
         base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}
