//! The second factor of a person: a code by an app, and recovery codes for the day the phone is gone.

use kernel_base::{Kind, Problem, Rng, UserId};
use kernel_db::Tx;

use super::totp;
use crate::Core;
use crate::people::person;
use crate::seal::Sealer;

mod store;

/// Recovery codes given out at once.
const CODES: usize = 10;
/// Characters of a recovery code: 50 bits.
const CODE_LEN: usize = 10;
/// Without characters that look alike.
const CODE_ALPHABET: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyzi";
/// Seconds between the password and the code at most.
const PATIENCE: i64 = 300;

/// What a second factor is made with; shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// The secret, as apps take it.
    pub secret: String,
    /// The address that an app reads from the picture.
    pub url: String,
    /// How many squares the picture has in a row.
    pub qr_size: usize,
    /// An SVG path of its dark squares.
    pub qr_path: String,
}

/// What proves the second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Six digits by the app.
    Code(String),
    /// A recovery code, which works once.
    Recovery(String),
}

fn place(user: UserId) -> String {
    format!("second_factors.secret_sealed/{user}")
}

/// Whether a person's second factor is on, and how many recovery codes are left.
///
/// # Errors
/// What the store says.
pub fn factor(tx: &mut Tx<'_>, user: UserId) -> Result<(bool, i64), Problem> {
    let on = has_factor(tx, user)?;
    Ok((on, if on { store::codes_left(tx, user)? } else { 0 }))
}

/// Whether a person's second factor is on.
///
/// # Errors
/// What the store says.
pub fn has_factor(tx: &mut Tx<'_>, user: UserId) -> Result<bool, Problem> {
    Ok(store::read(tx, user)?.is_some_and(|f| f.enabled))
}

/// A new secret for a person whose second factor is off; it is on once a code has proved it.
///
/// # Errors
/// 409 when it is on already.
pub fn begin_factor(tx: &mut Tx<'_>, core: &Core, user: UserId) -> Result<Factor, Problem> {
    if has_factor(tx, user)? {
        return Err(Problem::new(Kind::Conflict, "error.mfa_on"));
    }
    let email = person(tx, user)?.email;
    let secret = totp::secret(&*core.rng);
    store::write(tx, user, &core.sealer.seal(&*core.rng, &place(user), &secret)?)?;
    let url = totp::provisioning_url(&secret, &email);
    let (qr_size, qr_path) = totp::picture(&url).unwrap_or_default();
    Ok(Factor { secret, url, qr_size, qr_path })
}

/// Turns the second factor on, after a first code; answers the recovery codes, which are shown once.
///
/// # Errors
/// 422 for a wrong code; 409 when it is on already, or was not begun.
pub fn start_factor(tx: &mut Tx<'_>, core: &Core, user: UserId, code: &str) -> Result<Vec<String>, Problem> {
    let row = store::read(tx, user)?.ok_or_else(|| Problem::new(Kind::Conflict, "error.mfa_off"))?;
    if row.enabled {
        return Err(Problem::new(Kind::Conflict, "error.mfa_on"));
    }
    let secret = core.sealer.open_sealed(&place(user), &row.secret_sealed)?;
    let step = totp::matching_step(&secret, code, tx.now(), row.last_step).ok_or_else(wrong_code)?;
    if !store::use_step(tx, user, step)? {
        return Err(wrong_code());
    }
    store::enable(tx, user)?;
    fresh_codes(tx, core, user)
}

/// Proves the second factor; what was used works never again.
///
/// # Errors
/// 422 when it is wrong or was used; 409 when there is none.
pub fn prove_factor(tx: &mut Tx<'_>, core: &Core, user: UserId, proof: &Proof) -> Result<(), Problem> {
    let row = store::read(tx, user)?.filter(|f| f.enabled);
    let row = row.ok_or_else(|| Problem::new(Kind::Conflict, "error.mfa_off"))?;
    let right = match proof {
        Proof::Code(code) => {
            let secret = core.sealer.open_sealed(&place(user), &row.secret_sealed)?;
            match totp::matching_step(&secret, code, tx.now(), row.last_step) {
                Some(step) => store::use_step(tx, user, step)?,
                None => false,
            }
        }
        Proof::Recovery(code) => store::use_code(tx, user, &code_mac(&core.sealer, user, code))?,
    };
    if right { Ok(()) } else { Err(wrong_code()) }
}

/// New recovery codes; the old ones stop working. The caller has proved the second factor.
///
/// # Errors
/// What the store says.
pub fn renew_codes(tx: &mut Tx<'_>, core: &Core, user: UserId) -> Result<Vec<String>, Problem> {
    fresh_codes(tx, core, user)
}

/// Turns the second factor off. The caller has proved password and second factor.
///
/// # Errors
/// 409 when an account of theirs requires it.
pub fn end_factor(tx: &mut Tx<'_>, user: UserId) -> Result<(), Problem> {
    if store::is_required(tx, user)? {
        return Err(Problem::new(Kind::Conflict, "error.mfa_kept"));
    }
    Ok(store::delete(tx, user)?)
}

fn fresh_codes(tx: &mut Tx<'_>, core: &Core, user: UserId) -> Result<Vec<String>, Problem> {
    store::delete_codes(tx, user)?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let code = recovery_code(&*core.rng);
        store::insert_code(tx, user, &code_mac(&core.sealer, user, &code))?;
        codes.push(code);
    }
    Ok(codes)
}

/// `k7m2p-9xq4t`.
fn recovery_code(rng: &dyn Rng) -> String {
    let mut bytes = [0u8; CODE_LEN];
    rng.fill(&mut bytes);
    let mut code: String = bytes.iter().map(|b| char::from(CODE_ALPHABET[usize::from(*b & 31)])).collect();
    code.insert(CODE_LEN / 2, '-');
    code
}

/// What is stored of a recovery code: under the master key, since 50 bits alone could be tried out.
fn code_mac(sealer: &Sealer, user: UserId, code: &str) -> String {
    let bare: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    sealer.mac("recovery code", &format!("{user} {}", bare.to_ascii_lowercase()))
}

/// What says, for some minutes, that this person has just proved their password.
///
/// # Errors
/// What the store says.
pub fn factor_token(tx: &mut Tx<'_>, sealer: &Sealer, user: UserId) -> Result<String, Problem> {
    let (until, epoch) = (tx.now().plus_secs(PATIENCE).secs(), person(tx, user)?.token_epoch);
    let mac = sealer.mac("second step", &format!("{user} {until} {epoch}"));
    Ok(format!("{user}.{until}.{mac}"))
}

/// Whose token it is.
///
/// # Errors
/// 401 when it is too old, was made before the password changed, or is none.
pub fn open_factor_token(tx: &mut Tx<'_>, sealer: &Sealer, token: &str) -> Result<UserId, Problem> {
    let gone = || Problem::new(Kind::Unauthenticated, "error.mfa_expired");
    let mut parts = token.splitn(3, '.');
    let (Some(user), Some(until), Some(mac)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(gone());
    };
    let (Ok(id), Ok(ends)) = (user.parse::<i64>(), until.parse::<i64>()) else { return Err(gone()) };
    let person = person(tx, UserId(id)).map_err(|_| gone())?;
    let subject = format!("{id} {ends} {}", person.token_epoch);
    if ends <= tx.now().secs() || !sealer.is_mac("second step", &subject, mac) {
        return Err(gone());
    }
    Ok(person.id)
}

fn wrong_code() -> Problem {
    Problem::field("otp_code", "error.wrong_code")
}
