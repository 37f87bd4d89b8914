//! What an inbox of the website chat can be set to, and how its settings are read.

use kernel_base::{Locale, Problem, Rng};
use plug_channel::{InboxConfig, Setting, SettingKind};
use serde_json::{Map, Value, json};

use crate::oklch::Rgb;
use crate::{ink, prechat, snippet};

/// The colour of an inbox that chose none.
pub(crate) const DEFAULT_COLOR: &str = "#2F5FD9";
/// What a visitor may do unless the inbox says otherwise, by Chatwoot's names.
pub(crate) const FEATURES: [&str; 3] = ["attachments", "emoji_picker", "end_conversation"];
/// Chatwoot's further features, taken from its clients and kept; they change nothing here.
const FOREIGN: [&str; 2] = ["use_inbox_avatar_for_bot", "allow_mobile_webview"];
/// Bytes of one file at most.
pub(crate) const FILE_MAX: u64 = 25 * 1024 * 1024;
/// Files of one message at most.
pub(crate) const FILES_MAX: usize = 10;
/// Characters of one message at most.
pub(crate) const TEXT_MAX: usize = 10_000;

/// The table of settings.
pub(crate) const SETTINGS: &[Setting] = &[
    optional("website_url", SettingKind::Url, "null"),
    optional("widget_color", SettingKind::Color, r##""#2F5FD9""##),
    optional("welcome_title", SettingKind::Text(120), r#""""#),
    optional("welcome_tagline", SettingKind::Text(255), r#""""#),
    optional("position", SettingKind::Choice(&["right", "left"]), r#""right""#),
    optional("launcher_text", SettingKind::Text(40), r#""""#),
    optional("theme", SettingKind::Choice(&["auto", "light", "dark"]), r#""auto""#),
    optional("locale", SettingKind::Choice(&["account", "pt-BR", "en", "es"]), r#""account""#),
    optional("reply_time", SettingKind::Choice(REPLY_TIMES), r#""none""#),
    optional("greeting_bubble_text", SettingKind::Text(160), r#""""#),
    optional("greeting_bubble_delay", SettingKind::Choice(&["3", "10", "30", "60"]), r#""10""#),
    optional("greeting_bubble_answers", SettingKind::List, "[]"),
    optional("allowed_domains", SettingKind::List, "[]"),
    optional("pre_chat_form_enabled", SettingKind::Switch, "false"),
    optional("pre_chat_form_options", SettingKind::Object, "{}"),
    optional("offline_form_enabled", SettingKind::Switch, "true"),
    optional("voice_enabled", SettingKind::Switch, "true"),
    optional("hmac_mandatory", SettingKind::Switch, "false"),
    optional(
        "selected_feature_flags",
        SettingKind::List,
        r#"["attachments","emoji_picker","end_conversation"]"#,
    ),
];

const REPLY_TIMES: &[&str] = &["none", "in_a_few_minutes", "in_a_few_hours", "in_a_day"];

const fn optional(key: &'static str, kind: SettingKind, default: &'static str) -> Setting {
    Setting { key, kind, required: false, default }
}

/// Checks what a setting's own kind can't: host names of the allowed domains, names of features, at most two
/// quick answers. Texts separated by commas become lists, as Chatwoot's clients send them.
pub(crate) fn check(settings: &mut Map<String, Value>, _: &dyn Rng) -> Result<(), Problem> {
    for key in ["allowed_domains", "selected_feature_flags", "greeting_bubble_answers"] {
        if let Some(Value::String(text)) = settings.get(key) {
            let parts = text.split([',', '\n']).map(str::trim).filter(|p| !p.is_empty());
            let list: Value = parts.map(Value::from).collect();
            settings.insert(key.to_owned(), list);
        }
    }
    let listed = |key: &str| texts(settings.get(key));
    let domains = listed("allowed_domains");
    if domains.len() > 50 || domains.iter().any(|d| crate::domains::Domain::parse(d).is_none()) {
        return Err(Problem::field("allowed_domains", "web_widget.error.domain"));
    }
    let known = |f: &String| FEATURES.contains(&f.as_str()) || FOREIGN.contains(&f.as_str());
    if !listed("selected_feature_flags").iter().all(known) {
        return Err(Problem::field("selected_feature_flags", "web_widget.error.feature"));
    }
    let answers = listed("greeting_bubble_answers");
    if answers.len() > 2 || answers.iter().any(|a| a.chars().count() > 40) {
        return Err(Problem::field("greeting_bubble_answers", "web_widget.error.answers"));
    }
    let form = prechat::checked(settings.get("pre_chat_form_options").unwrap_or(&Value::Null))?;
    settings.insert("pre_chat_form_options".to_owned(), form);
    Ok(())
}

/// The channel's part of an inbox's JSON, by Chatwoot's names, with ours beside.
pub(crate) fn inbox_json(inbox: &InboxConfig, public_url: &str, manager: bool) -> Map<String, Value> {
    let color = brand(inbox);
    let mut out = Map::new();
    let text = |key: &str| Value::from(text(inbox, key));
    for key in
        ["welcome_title", "welcome_tagline", "position", "launcher_text", "theme", "locale", "reply_time"]
    {
        out.insert(key.to_owned(), text(key));
    }
    out.insert("website_url".into(), inbox.settings.get("website_url").cloned().unwrap_or_default());
    out.insert("website_token".into(), inbox.token.clone().into());
    out.insert("widget_color".into(), color.hex().into());
    out.insert("palette".into(), ink::as_json(color));
    out.insert("selected_feature_flags".into(), features(inbox).into());
    out.insert("greeting_bubble_text".into(), text("greeting_bubble_text"));
    out.insert("greeting_bubble_delay".into(), text("greeting_bubble_delay"));
    let answers = texts(inbox.settings.get("greeting_bubble_answers"));
    out.insert("greeting_bubble_answers".into(), answers.into());
    for key in ["pre_chat_form_enabled", "offline_form_enabled", "voice_enabled"] {
        out.insert(key.to_owned(), switch(inbox, key).into());
    }
    out.insert("pre_chat_form_options".into(), form(inbox));
    out.insert("web_widget_script".into(), snippet::html(public_url, &inbox.token).into());
    out.insert("hmac_mandatory".into(), switch(inbox, "hmac_mandatory").into());
    out.insert("allowed_domains".into(), texts(inbox.settings.get("allowed_domains")).into());
    if manager {
        out.insert("hmac_token".into(), inbox.secret.clone().into());
    }
    out
}

/// A setting's text; its default where it is not set.
pub(crate) fn text(inbox: &InboxConfig, key: &str) -> String {
    match inbox.settings.get(key).and_then(Value::as_str) {
        Some(text) => text.to_owned(),
        None => default_of(key).as_str().unwrap_or_default().to_owned(),
    }
}

/// A setting's switch.
pub(crate) fn switch(inbox: &InboxConfig, key: &str) -> bool {
    match inbox.settings.get(key).and_then(Value::as_bool) {
        Some(on) => on,
        None => default_of(key).as_bool().unwrap_or(false),
    }
}

/// The form before a conversation; the standard one where none was set.
pub(crate) fn form(inbox: &InboxConfig) -> Value {
    let set = inbox.settings.get("pre_chat_form_options").filter(|o| o.get("pre_chat_fields").is_some());
    set.cloned().or_else(|| prechat::checked(&Value::Null).ok()).unwrap_or_else(|| json!({}))
}

/// The texts of a list.
pub(crate) fn texts(list: Option<&Value>) -> Vec<String> {
    let items = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

/// The features of the inbox, by Chatwoot's names.
pub(crate) fn features(inbox: &InboxConfig) -> Vec<String> {
    match inbox.settings.get("selected_feature_flags") {
        Some(list @ Value::Array(_)) => texts(Some(list)),
        _ => FEATURES.map(str::to_owned).to_vec(),
    }
}

/// The inbox's colour.
pub(crate) fn brand(inbox: &InboxConfig) -> Rgb {
    let chosen = inbox.settings.get("widget_color").and_then(Value::as_str).and_then(Rgb::parse);
    chosen.or_else(|| Rgb::parse(DEFAULT_COLOR)).unwrap_or(Rgb([0x2f, 0x5f, 0xd9]))
}

/// The language the inbox speaks to someone who asked for none.
pub(crate) fn locale(inbox: &InboxConfig) -> Locale {
    Locale::parse(&text(inbox, "locale")).unwrap_or(inbox.locale)
}

fn default_of(key: &str) -> Value {
    let found = SETTINGS.iter().find(|s| s.key == key);
    found.and_then(|s| serde_json::from_str(s.default).ok()).unwrap_or_default()
}
