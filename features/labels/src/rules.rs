//! What a label may be: titles and colours.

use kernel_base::{Problem, fold};

/// Characters of a title at most.
const TITLE_MAX: usize = 60;
/// Characters of a description at most.
const DESCRIPTION_MAX: usize = 500;

/// A title as it is stored: lower case, words joined by hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Title {
    /// What people see.
    pub(crate) text: String,
    /// What must be unique in the account.
    pub(crate) fold: String,
}

impl Title {
    /// Reads what a person or an integration wrote.
    pub(crate) fn parse(raw: &str) -> Result<Self, Problem> {
        let text = raw.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
        if text.is_empty() {
            return Err(Problem::field("title", "error.required"));
        }
        if text.chars().count() > TITLE_MAX {
            return Err(Problem::field("title", "error.too_long").with("max", TITLE_MAX.to_string()));
        }
        if !text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
            return Err(Problem::field("title", "labels.error.title"));
        }
        Ok(Self { fold: fold(&text), text })
    }
}

/// A description without surrounding space; `None` when nothing is left.
pub(crate) fn description(raw: &str) -> Result<Option<String>, Problem> {
    let text = raw.trim();
    if text.chars().count() > DESCRIPTION_MAX {
        return Err(Problem::field("description", "error.too_long").with("max", DESCRIPTION_MAX.to_string()));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// `#RRGGBB` in upper case, from that or `#RGB`.
pub(crate) fn color(raw: &str) -> Result<String, Problem> {
    let wrong = || Problem::field("color", "labels.error.color");
    let digits = raw.trim().strip_prefix('#').ok_or_else(wrong)?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let full = match digits.len() {
        6 => digits.to_owned(),
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        _ => return Err(wrong()),
    };
    Ok(format!("#{}", full.to_ascii_uppercase()))
}

/// The colour of a label that came without one: always the same for a title. The ten are the house's label tone
/// (OKLCH lightness .65, chroma .14) at hues 36° apart.
pub(crate) fn color_of(title: &Title) -> &'static str {
    const TEN: [&str; 10] = [
        "#D66773", "#D17335", "#B48800", "#7F9C2C", "#23A86F", "#00A8A9", "#009DD4", "#698AE4", "#A178D5",
        "#C56AAB",
    ];
    let sum = title.fold.bytes().fold(7u32, |sum, b| sum.wrapping_mul(31).wrapping_add(u32::from(b)));
    TEN[sum as usize % TEN.len()]
}
