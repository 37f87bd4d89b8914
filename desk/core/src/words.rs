//! The domain's words in the three languages.

use kernel_text::Source;

/// Catalogues of the domain, for `Catalog::load` beside the features' and channels'.
pub const LOCALES: &[Source<'static>] = &[
    (
        "",
        [
            include_str!("../locales/errors.pt-BR.json"),
            include_str!("../locales/errors.en.json"),
            include_str!("../locales/errors.es.json"),
        ],
    ),
    (
        "permission",
        [
            include_str!("../locales/permissions.pt-BR.json"),
            include_str!("../locales/permissions.en.json"),
            include_str!("../locales/permissions.es.json"),
        ],
    ),
    (
        "contacts",
        [
            include_str!("../locales/contacts.pt-BR.json"),
            include_str!("../locales/contacts.en.json"),
            include_str!("../locales/contacts.es.json"),
        ],
    ),
    (
        "activity",
        [
            include_str!("../locales/activity.pt-BR.json"),
            include_str!("../locales/activity.en.json"),
            include_str!("../locales/activity.es.json"),
        ],
    ),
    (
        "mail",
        [
            include_str!("../locales/mail.pt-BR.json"),
            include_str!("../locales/mail.en.json"),
            include_str!("../locales/mail.es.json"),
        ],
    ),
    (
        "transcript",
        [
            include_str!("../locales/transcript.pt-BR.json"),
            include_str!("../locales/transcript.en.json"),
            include_str!("../locales/transcript.es.json"),
        ],
    ),
];
