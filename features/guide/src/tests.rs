//! The guide is whole in every language, is found by its words, and shows no one else's markup.

use desk_testkit::{Engine, Plugs, TestApp};
use kernel_base::Locale;
use plug_feature::Feature;

use crate::book::{SLUGS, page, pages, picture, search};

static FEATURES: &[&Feature] = &[&crate::FEATURE];

#[test]
fn every_page_stands_in_every_language_with_a_title_and_the_same_parts() {
    for locale in Locale::ALL {
        for (leaf, own) in pages(locale).iter().zip(pages(Locale::PtBr)) {
            assert!(leaf.text.starts_with("# ") && leaf.title().len() > 3, "{} {}", locale.tag(), leaf.slug);
            let parts = |text: &str| text.lines().filter(|l| l.starts_with("## ")).count();
            assert_eq!(parts(leaf.text), parts(own.text), "{} {}", locale.tag(), leaf.slug);
        }
    }
    assert_eq!(pages(Locale::En).len(), SLUGS.len());
}

#[test]
fn links_and_pictures_lead_somewhere() {
    for locale in Locale::ALL {
        for leaf in pages(locale) {
            for target in leaf.text.split("](").skip(1).filter_map(|t| t.split(')').next()) {
                let own = target.split('#').next().unwrap_or_default();
                let there = match own.strip_prefix("/docs/pictures/") {
                    Some(name) => picture(name).is_some(),
                    None => {
                        own.starts_with("https://") || own.starts_with("/api") || page(locale, own).is_some()
                    }
                };
                assert!(there, "{} {}: {target}", locale.tag(), leaf.slug);
            }
        }
    }
}

#[test]
fn words_are_found_whatever_their_accents() {
    let hits = search(Locale::PtBr, "HORARIO feriados");
    assert_eq!(hits.first().map(|h| h.leaf.slug), Some("widget"));
    assert!(search(Locale::PtBr, "xyzzy").is_empty() && search(Locale::En, "  ").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_read_without_signing_in() {
    let app = TestApp::start(Engine::Sqlite, Plugs { features: FEATURES, channels: &[] }).await;
    let reader = app.anonymous();
    let leaf = reader.get("/docs/pt-BR/answering").await.is(200).text.clone();
    assert!(leaf.contains("<html lang=\"pt-BR\"") && leaf.contains("aria-current=\"page\""));
    let found = reader.get("/docs/en?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.is(200).text.clone();
    assert!(!found.contains("<script"), "what was asked for is text");
    for wrong in ["/docs/xx", "/docs/en/nothing", "/docs/pictures/..%2f..%2fCargo.toml"] {
        reader.get(wrong).await.is(404);
    }
}
