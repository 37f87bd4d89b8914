//! Tests of Markdown: what is shown, and what is never let through.

use crate::{plain, preview, to_html};

#[test]
fn usual_marks() {
    assert_eq!(
        to_html("Oi **Ana**, _tudo_ ~~bem~~?\nsegunda `linha`"),
        "<p>Oi <strong>Ana</strong>, <em>tudo</em> <del>bem</del>?<br>\nsegunda <code>linha</code></p>\n"
    );
    assert_eq!(to_html("3. c\n4. d"), "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>\n");
    assert_eq!(
        to_html("[loja](https://x.test/a?b=1&c)"),
        "<p><a href=\"https://x.test/a?b=1&amp;c\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">loja</a></p>\n"
    );
    assert!(to_html("veja https://x.test").contains("href=\"https://x.test\""));
    assert!(to_html("[ligue](tel:+5511987654321)").contains("href=\"tel:+5511987654321\""));
}

#[test]
fn pictures_become_links() {
    let html = to_html("![foto](https://rastro.test/1.gif)");
    assert!(!html.contains("<img"), "{html}");
    assert!(html.contains("href=\"https://rastro.test/1.gif\""), "{html}");
}

/// No element that can run, load or restyle; no address that can.
fn assert_harmless(html: &str, source: &str) {
    let allowed = [
        "a",
        "p",
        "br",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    ];
    for tag in html.split('<').skip(1) {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(allowed.contains(&name.as_str()), "{source:?} gave {html:?}");
        let inside = tag.split('>').next().unwrap_or_default();
        for attribute in inside.split_whitespace().skip(1).filter_map(|a| a.split_once('=')) {
            assert!(["href", "target", "rel", "start"].contains(&attribute.0), "{source:?} gave {html:?}");
        }
        if let Some(href) = inside.split("href=\"").nth(1) {
            let ok = ["http://", "https://", "mailto:", "tel:"].iter().any(|s| href.starts_with(s));
            assert!(ok, "{source:?} gave {html:?}");
        }
    }
}

#[test]
fn hostile_markup_is_text_or_nothing() {
    let payloads = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src=javascript:alert(1)>",
        "<style>*{background:url(//evil)}</style>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\u{a}script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:msgbox(1))",
        "[x](//evil.test)",
        "[x](\\\\evil.test)",
        "[x](https://a\"onmouseover=\"alert(1))",
        "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](https://a)",
        "<javascript:alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<form action=//evil><input name=a></form>",
        "<meta http-equiv=refresh content=0;url=//evil>",
        "<base href=//evil>",
        "`<img src=x onerror=alert(1)>`",
        "```html\"onmouseover=alert(1)\n</code></pre><script>alert(1)</script>\n```",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x](https://ok 'title\"><script>alert(1)</script>')",
        "<<script>alert(1)//<</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    ];
    for source in payloads {
        assert_harmless(&to_html(source), source);
        for wrapped in
            [format!("> {source}"), format!("- {source}"), format!("**{source}**"), format!("# {source}")]
        {
            assert_harmless(&to_html(&wrapped), &wrapped);
        }
    }
}

#[test]
fn deep_and_long_texts_end() {
    for source in [
        ">".repeat(20_000),
        "[".repeat(20_000),
        "*a ".repeat(20_000),
        "- ".repeat(5_000),
        "![".repeat(20_000),
        "`".repeat(20_000),
        "<a ".repeat(20_000),
        "&".repeat(100_000),
        "a@".repeat(20_000),
        "www.".repeat(20_000),
    ] {
        assert_harmless(&to_html(&source), "long");
        assert!(plain(&source).len() <= source.len());
    }
}

#[test]
fn plain_text_and_previews() {
    assert_eq!(
        plain("# Título\n\nOi **Ana**,\nveja [a loja](https://x.test)\n\n- um\n- dois"),
        "Título\nOi Ana,\nveja a loja\num\ndois"
    );
    assert_eq!(plain("1 < 2 & <b>x</b>"), "1 < 2 & <b>x</b>");
    assert_eq!(preview("Oi **Ana**,\n\ntudo bem?", 80), "Oi Ana, tudo bem?");
    assert_eq!(preview("água mineral com gás", 9), "água min…");
    assert_eq!(preview(&"é".repeat(10_000), 5), "éééé…");
    assert_eq!(preview("", 10), "");
}
