//! Brazilian documents: CPF, CNPJ (also with letters, as issued from 2026 on) and CEP, with their check digits.

/// The eleven digits of a CPF, if the check digits agree. `529.982.247-25` becomes `52998224725`.
#[must_use]
pub fn cpf(text: &str) -> Option<String> {
    let bare = bare(text, 14)?;
    let digits: Vec<u32> = bare.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    if digits.len() != 11 || digits.iter().all(|d| *d == digits[0]) {
        return None;
    }
    let check = |upto: usize| {
        let weights = (2..=upto as u32 + 1).rev();
        digits[..upto].iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() * 10 % 11 % 10
    };
    (check(9) == digits[9] && check(10) == digits[10]).then_some(bare)
}

/// The fourteen characters of a CNPJ in capitals, if the check digits agree: `12.345.678/0001-95`, or with letters
/// in the first twelve places, `12.ABC.345/01DE-35`.
#[must_use]
pub fn cnpj(text: &str) -> Option<String> {
    let bare = bare(text, 18)?.to_uppercase();
    let values: Vec<u32> = bare.bytes().map(|b| u32::from(b) - 48).collect();
    let tail = bare.get(12..)?;
    if bare.len() != 14 || !tail.bytes().all(|b| b.is_ascii_digit()) || values.iter().all(|v| *v == values[0])
    {
        return None;
    }
    let check = |upto: usize| {
        let weights = (2..=9).cycle();
        let sum: u32 = values[..upto].iter().rev().zip(weights).map(|(v, w)| v * w).sum();
        match sum % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        }
    };
    (check(12) == values[12] && check(13) == values[13]).then_some(bare)
}

/// The eight digits of a CEP: `05435-000` becomes `05435000`.
#[must_use]
pub fn cep(text: &str) -> Option<String> {
    let bare = bare(text, 10)?;
    (bare.len() == 8 && bare.bytes().all(|b| b.is_ascii_digit()) && bare != "00000000").then_some(bare)
}

/// `text` without the marks that documents are written with; `None` when other characters stand in it.
fn bare(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    if text.len() > most {
        return None;
    }
    let bare: String = text.chars().filter(|c| !matches!(c, '.' | '-' | '/' | ' ')).collect();
    (!bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(bare)
}
