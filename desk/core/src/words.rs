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
        "activity",
        [
            include_str!("../locales/activity.pt-BR.json"),
            include_str!("../locales/activity.en.json"),
            include_str!("../locales/activity.es.json"),
        ],
    ),
];
