//! Which column means what, and a row as a contact. Pure.

use kernel_base::{Phone, fold};
use serde_json::{Map, Value};

use crate::contacts::Changes;

/// Facts that a column may hold, as they are kept.
const FACTS: [&str; 4] = ["company_name", "job_title", "city", "country"];
/// Characters of an attribute's key at most.
const KEY_MAX: usize = 255;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Name,
    Email,
    Phone,
    Identifier,
    /// A fact under this key.
    Fact(&'static str),
    /// An attribute under this key.
    Attribute(String),
    /// What is not taken in.
    Nothing,
}

impl Meaning {
    /// Its name in a mapping.
    pub(super) fn wire(&self) -> String {
        match self {
            Self::Name => "name".to_owned(),
            Self::Email => "email".to_owned(),
            Self::Phone => "phone_number".to_owned(),
            Self::Identifier => "identifier".to_owned(),
            Self::Fact(key) => (*key).to_owned(),
            Self::Attribute(key) => format!("attribute:{key}"),
            Self::Nothing => String::new(),
        }
    }

    /// The meaning of a name in a mapping.
    pub(super) fn from_wire(text: &str) -> Option<Self> {
        Some(match text {
            "" => Self::Nothing,
            "name" => Self::Name,
            "email" => Self::Email,
            "phone_number" => Self::Phone,
            "identifier" => Self::Identifier,
            other => match other.strip_prefix("attribute:") {
                Some(key) if !key.is_empty() && key.chars().count() <= KEY_MAX => {
                    Self::Attribute(key.to_owned())
                }
                Some(_) => return None,
                None => Self::Fact(FACTS.into_iter().find(|f| *f == other)?),
            },
        })
    }
}

/// What the column with this heading holds.
pub(super) fn meaning(heading: &str) -> Meaning {
    let key: String =
        fold(heading.trim()).chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let parts: Vec<&str> = key.split('_').filter(|p| !p.is_empty()).collect();
    let key = parts.join("_");
    match key.as_str() {
        "name" | "nome" | "nombre" | "nome_completo" | "nome_do_cliente" | "nome_do_contato"
        | "full_name" | "cliente" | "contato" | "contacto" => Meaning::Name,
        "email" | "e_mail" | "mail" | "correo" | "correo_electronico" | "e_mail_principal"
        | "endereco_de_e_mail" => Meaning::Email,
        "phone_number" | "phone" | "telefone" | "telefono" | "celular" | "whatsapp" | "whats" | "zap"
        | "fone" | "tel" | "cel" | "telefone_celular" | "celular_whatsapp" | "telefone_whatsapp"
        | "numero_de_telefone" | "mobile" | "movil" => Meaning::Phone,
        "identifier" | "identificador" | "codigo" | "codigo_do_cliente" | "cod_cliente" => {
            Meaning::Identifier
        }
        "company_name" | "company" | "empresa" | "razao_social" | "nome_fantasia" => {
            Meaning::Fact("company_name")
        }
        "job_title" | "cargo" | "funcao" => Meaning::Fact("job_title"),
        "city" | "cidade" | "municipio" | "ciudad" => Meaning::Fact("city"),
        "country" | "pais" => Meaning::Fact("country"),
        "" | "id" | "created_at" | "last_activity_at" | "blocked" => Meaning::Nothing,
        other => Meaning::Attribute(other.to_owned()),
    }
}

/// A row as what is to be stored; `None` when nothing in it says who it is. Of two columns that mean the same, the first
/// that says something counts.
pub(super) fn changes(meanings: &[Meaning], cells: &[String]) -> Option<Changes> {
    let mut c = Changes::default();
    let mut facts = Map::new();
    for (meaning, cell) in meanings.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        let kept = match meaning {
            Meaning::Name => &mut c.name,
            Meaning::Email => &mut c.email,
            Meaning::Phone => &mut c.phone,
            Meaning::Identifier => &mut c.identifier,
            Meaning::Fact(key) => {
                facts.entry(*key).or_insert_with(|| Value::from(cell.clone()));
                continue;
            }
            Meaning::Attribute(key) => {
                c.custom_attributes.entry(key.clone()).or_insert_with(|| Value::from(cell.clone()));
                continue;
            }
            Meaning::Nothing => continue,
        };
        if kept.is_none() {
            *kept = Some(if *meaning == Meaning::Phone { phone(cell) } else { cell.clone() });
        }
    }
    c.additional_attributes = facts;
    let known = c.name.is_some() || c.email.is_some() || c.phone.is_some() || c.identifier.is_some();
    known.then_some(c)
}

/// A phone as people write it, with its country: without one it is Brazil's. Of several the first that is one counts.
fn phone(cell: &str) -> String {
    let mut several = cell.split(['/', ';', '|']).map(one_phone);
    several.find(|p| Phone::parse(p).is_ok()).unwrap_or_else(|| cell.to_owned())
}

fn one_phone(cell: &str) -> String {
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let bare = digits.trim_start_matches('0');
    // `(0xx11)`: the digits of a carrier stand between.
    let cell = cell.to_lowercase().replace("xx", "");
    if cell.contains(['e', ',']) {
        // `5,51199E+12`: a spreadsheet has thrown digits away. It is refused as it stands.
        return cell;
    }
    match bare.len() {
        _ if cell.trim_start().starts_with('+') => format!("+{digits}"),
        10 | 11 => format!("+55{bare}"),
        // Without the code of a region nobody can be called.
        0..=9 => cell,
        _ => format!("+{bare}"),
    }
}
