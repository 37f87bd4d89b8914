//! The user guide: pages in three languages inside the program, readable and searchable at `/docs`.
//!
//! Keeps nothing and knows no account; its pages are files under `docs/guide`.

mod api;
mod book;
mod page;

use plug_feature::Feature;

/// What this feature plugs in.
pub static FEATURE: Feature = Feature {
    routes: api::routes,
    locales: [
        include_str!("../locales/pt-BR.json"),
        include_str!("../locales/en.json"),
        include_str!("../locales/es.json"),
    ],
    ..Feature::named("guide")
};

#[cfg(test)]
mod tests;
