//! Tests of what people are told, through the whole product, and of what it is made of.

mod pushing;
mod stage;
mod telling;

use kernel_base::{Locale, UserId};
use kernel_text::{Catalog, check};
use serde_json::json;

use crate::rules::{Reason, Settings, Way, flags_of, set_of, told_by};
use crate::words::{self, Subject};
use crate::{LOCALES, push};

#[test]
fn words_in_three_languages() {
    assert_eq!(check(&[("notifications", LOCALES)]), Vec::<String>::new());
    let texts = Catalog::load(&[("notifications", LOCALES)]).unwrap();
    let conversation = json!({ "meta": { "sender": { "name": "Marina Alves" } } });
    let nameless = json!({ "meta": { "sender": { "name": "" } } });
    let line = |locale, reason, actor, conversation| {
        words::title(&texts, locale, reason, &Subject { conversation, message: None, actor })
    };
    let (pt, en, es) = (Locale::PtBr, Locale::En, Locale::Es);
    assert_eq!(line(pt, Reason::Assignment, None, &conversation), "Marina Alves agora está com você");
    assert_eq!(
        line(pt, Reason::Assignment, Some("Helena"), &conversation),
        "Helena transferiu Marina Alves para você"
    );
    assert_eq!(
        line(en, Reason::Mention, Some("Rafael"), &conversation),
        "Rafael mentioned you in Marina Alves's conversation"
    );
    assert_eq!(line(es, Reason::AssignedMessage, None, &conversation), "Marina Alves te escribió");
    assert_eq!(line(pt, Reason::Creation, None, &nameless), "Novo atendimento de Alguém sem nome");
    for n in ["1", "7"] {
        let subject = texts.text(pt, "notifications.mail_subject", &[("n", n.to_owned())]);
        assert!(subject.contains(n) && !subject.contains(['{', '#']), "{subject}");
    }
}

#[test]
fn excerpts_are_short_and_plain() {
    let texts = Catalog::load(&[("notifications", LOCALES)]).unwrap();
    let said = |m: serde_json::Value| words::excerpt(&texts, Locale::PtBr, Some(&m));
    assert_eq!(said(json!({ "content": "**Oi**\n\ntudo bem?" })), "Oi tudo bem?");
    assert_eq!(said(json!({ "content": "x".repeat(10_000) })).chars().count(), 140);
    assert_eq!(said(json!({ "content": "", "attachments": [{ "file_type": "audio" }] })), "Mensagem de voz");
    assert_eq!(said(json!({ "content": "oi", "content_attributes": { "deleted": true } })), "");
    assert_eq!(said(json!({ "content": null })), "");
}

#[test]
fn who_is_told_of_what_happened() {
    let reach = json!({ "inbox": 1, "team": null, "assignee": 5, "participants": [5, 6, 7] });
    let told = |kind: &str, more: serde_json::Value, actor: Option<i64>| {
        let mut data = json!({ "reach": reach });
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        told_by(kind, &data, actor.map(UserId)).iter().map(|(u, r)| (u.0, *r)).collect::<Vec<_>>()
    };
    let was = json!({ "was": { "inbox": 1, "assignee": 4, "participants": [] } });
    assert_eq!(told("assignee.changed", was.clone(), Some(4)), [(5, Reason::Assignment)]);
    assert_eq!(told("assignee.changed", was, Some(5)), [], "whoever takes it knows");
    let same = json!({ "was": { "inbox": 1, "assignee": 5, "participants": [] } });
    assert_eq!(told("assignee.changed", same, Some(4)), []);
    assert_eq!(told("conversation.mentioned", json!({ "user": 6 }), Some(5)), [(6, Reason::Mention)]);
    let news =
        [(5, Reason::AssignedMessage), (6, Reason::ParticipatingMessage), (7, Reason::ParticipatingMessage)];
    assert_eq!(told("message.created", json!({}), None), news);
    assert_eq!(told("message.created", json!({}), Some(6)), [news[0], news[2]]);
    assert_eq!(told("conversation.read", json!({}), None), []);
    assert_eq!(told_by("message.created", &json!({}), None), []);
}

#[test]
fn flags_are_sets_and_back() {
    let usual = Settings::default();
    for (prefix, set) in [("email", usual.email), ("push", usual.push), ("in_app", usual.in_app)] {
        assert_eq!(set_of(prefix, &flags_of(prefix, set)), set);
    }
    let odd: Vec<String> = ["email_sla_missed_next_response", "push_conversation_mention", "email_", ""]
        .map(str::to_owned)
        .into();
    assert_eq!(set_of("email", &odd), 0);
    assert!(!usual.wants(Way::InApp, Reason::Creation) && usual.wants(Way::Push, Reason::Mention));
    let quiet = Settings { in_app: 0, ..usual };
    assert!(!quiet.wants(Way::Sound, Reason::Mention), "what is not shown is not heard");
}

#[test]
fn keys_of_browsers_in_every_spelling() {
    assert_eq!(push::decode("BTBZMqHH6r4Tts7J_aSIgg").map(|k| k.len()), Some(16));
    assert_eq!(push::decode("BTBZMqHH6r4Tts7J/aSIgg=="), push::decode("BTBZMqHH6r4Tts7J_aSIgg"));
    assert_eq!(push::decode("não"), None);
}
