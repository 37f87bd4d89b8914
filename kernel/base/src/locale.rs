//! The three languages of the interface.

/// A language of the interface. Brazilian Portuguese is the first and the fallback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Brazilian Portuguese.
    #[default]
    PtBr,
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Locale {
    /// All languages, the fallback first.
    pub const ALL: [Self; 3] = [Self::PtBr, Self::En, Self::Es];

    /// The BCP 47 tag, also the name of the catalogue file: `pt-BR`, `en`, `es`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// Reads `pt-BR`, `pt_BR`, `pt`, `en-US`, `es-419` and the like; `None` for other languages.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.trim().to_ascii_lowercase();
        match lower.split(['-', '_']).next()? {
            "pt" => Some(Self::PtBr),
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that we speak (RFC 9110 §12.5.4; weights are
    /// honoured, `q=0` excludes).
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut wanted: Vec<(i32, usize, Self)> = Vec::new();
        for (place, part) in header.split(',').take(20).enumerate() {
            let mut bits = part.split(';');
            let Some(locale) = bits.next().and_then(Self::parse) else { continue };
            let weight = bits
                .find_map(|b| b.trim().strip_prefix("q=")?.parse::<f32>().ok())
                .map_or(1000, |q| (q.clamp(0.0, 1.0) * 1000.0) as i32);
            if weight > 0 {
                wanted.push((-weight, place, locale));
            }
        }
        wanted.sort_by_key(|w| (w.0, w.1));
        wanted.first().map(|w| w.2)
    }
}
