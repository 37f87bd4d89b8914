//! The words of the domain are whole in the three languages.

#[test]
fn nothing_is_missing_in_any_language() {
    assert_eq!(kernel_text::check(crate::LOCALES), Vec::<String>::new());
}

#[test]
fn every_line_of_the_timeline_has_words() {
    let texts = kernel_text::Catalog::load(crate::LOCALES).expect("words");
    for key in [
        "claimed",
        "assigned",
        "unassigned",
        "team",
        "no_team",
        "returned",
        "resolved",
        "ended_by_contact",
        "reopened",
        "reopened_by_contact",
        "pending",
        "snoozed",
        "snoozed_until_reply",
        "woke",
        "priority",
        "no_priority",
        "message_deleted",
        "transcript",
    ] {
        assert!(texts.has(&format!("activity.{key}")), "{key}");
    }
}
