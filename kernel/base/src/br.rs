//! Phone numbers, with the Brazilian ninth digit.

/// Why a text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// No leading `+`, or other characters than digits after it.
    #[error("phone.format")]
    Format,
    /// Fewer than 6 or more than 15 digits (ITU-T E.164 allows 15).
    #[error("phone.length")]
    Length,
}

/// A phone number in E.164 form: `+` and 6 to 15 digits. Six, because integrations use short numbers such as
/// `+123456` for their own contacts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads `+55 (11) 98765-4321` and the like; spaces, dots, dashes and brackets are passed over.
    ///
    /// # Errors
    /// [`PhoneError`] when the text is not a number of that form.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let bare: String =
            text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '\u{a0}')).collect();
        let digits = bare.strip_prefix('+').ok_or(PhoneError::Format)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.starts_with('0') {
            return Err(PhoneError::Format);
        }
        if !(6..=15).contains(&digits.len()) {
            return Err(PhoneError::Length);
        }
        Ok(Self(format!("+{digits}")))
    }

    /// `+5511987654321`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same line under its other spelling: a Brazilian mobile with and without the ninth digit.
    /// `None` for landlines, service numbers and other countries.
    #[must_use]
    pub fn twin(&self) -> Option<Self> {
        let national = self.0.strip_prefix("+55")?;
        let (area, line) = national.split_at_checked(2)?;
        if area.starts_with('0') || area.ends_with('0') {
            return None;
        }
        match (line.len(), line.as_bytes().first()?) {
            // Old mobile numbers began with 6 to 9; landlines with 2 to 5 never gained a digit.
            (9, b'9') if matches!(line.as_bytes().get(1), Some(b'6'..=b'9')) => {
                Some(Self(format!("+55{area}{}", &line[1..])))
            }
            (8, b'6'..=b'9') => Some(Self(format!("+55{area}9{line}"))),
            _ => None,
        }
    }
}
