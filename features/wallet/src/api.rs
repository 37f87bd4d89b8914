//! The routes: a contact's owner, and the account's wallets.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::Method;
use desk_model::{Viewer, permissions};
use kernel_base::{AccountScope, ContactId, Kind, Micros, Problem, UserId};
use kernel_db::Tx;
use kernel_http::{Access, Json, Path, Refusal, Routes};
use plug_feature::{Ctx, Desk, Member};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rules::{Absence, may_change};
use crate::{MANAGE, store};

/// What clients are told is stale when many customers change hands.
const LIST: &str = "wallet";
/// The last moment an absence may name, in seconds: the end of 9999.
const LAST: i64 = 253_402_300_799;

/// The table of routes.
pub(crate) fn routes() -> Routes<Ctx> {
    const TAG: &str = "Wallet";
    const ALL: &str = "/api/v1/accounts/{account_id}/wallet";
    const ONE: &str = "/api/v1/accounts/{account_id}/wallet/people/{user_id}";
    let manage = Access::Member(MANAGE.name);
    Routes::new()
        .on(
            Method::PUT,
            "/api/v1/accounts/{account_id}/contacts/{contact_id}/wallet",
            Access::Member(permissions::CONTACT_WRITE.name),
            TAG,
            "Gives a contact to someone or to nobody; without `wallet_manage` only to take who is nobody's and to let go of one's own",
            set_owner,
        )
        .body::<OwnerBody>()
        .answer::<OwnerView>(200)
        .on(Method::GET, ALL, manage, TAG, "The account's wallets", show)
        .answer::<WalletView>(200)
        .on(Method::PATCH, ALL, manage, TAG, "Sets whether customers wait for their own", change)
        .body::<SettingsBody>()
        .answer::<WalletView>(200)
        .on(Method::PUT, ONE, manage, TAG, "Says who stands in for someone, and when they are away", set_absence)
        .body::<AbsenceBody>()
        .answer::<WalletView>(200)
        .on(
            Method::POST,
            "/api/v1/accounts/{account_id}/wallet/people/{user_id}/hand_over",
            manage,
            TAG,
            "Hands all of someone's customers to another, or to nobody",
            hand_over,
        )
        .body::<OwnerBody>()
        .answer::<HandedOver>(200)
}

/// Who is to have it.
#[derive(Deserialize, ToSchema)]
#[schema(as = SetWalletOwner)]
struct OwnerBody {
    /// A member's id; null for nobody.
    user_id: Option<i64>,
}

/// Whose a contact is.
#[derive(Serialize, ToSchema)]
#[schema(as = WalletOwner)]
struct OwnerView {
    contact_id: i64,
    wallet_owner_id: Option<i64>,
}

/// The account's wallets.
#[derive(Serialize, ToSchema)]
#[schema(as = Wallets)]
struct WalletView {
    /// Whether a customer waits for their own, and nobody else is given what they write.
    strict: bool,
    /// Everyone with customers, an absence or a stand-in, in order of their ids.
    people: Vec<PersonView>,
}

/// Someone's wallet.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonWallet)]
struct PersonView {
    user_id: i64,
    /// How many customers they have.
    contacts: i64,
    /// Who has what comes when they can't.
    stand_in_id: Option<i64>,
    /// Since when they are away, in epoch seconds.
    away_from: Option<i64>,
    /// Until when, in epoch seconds; null while nobody knows.
    away_until: Option<i64>,
}

/// What is to hold.
#[derive(Deserialize, ToSchema)]
#[schema(as = SetWallet)]
struct SettingsBody {
    /// Whether customers wait for their own.
    strict: bool,
}

/// Who stands in, and when.
#[derive(Deserialize, ToSchema)]
#[schema(as = SetWalletAbsence)]
struct AbsenceBody {
    /// A member's id; null for nobody.
    stand_in_id: Option<i64>,
    /// Since when they are away, in epoch seconds; null when they are not.
    away_from: Option<i64>,
    /// Until when, in epoch seconds.
    away_until: Option<i64>,
}

/// How many changed hands.
#[derive(Serialize, ToSchema)]
#[schema(as = WalletHandedOver)]
struct HandedOver {
    contacts: u64,
}

/// Gives a contact to someone or to nobody. Answers whose it was, if that changed.
///
/// # Errors
/// 404 for a contact that is gone; 422 for a stranger; 403 for what `viewer` may not do.
pub(crate) fn give(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    viewer: &Viewer,
    contact: ContactId,
    to: Option<UserId>,
) -> Result<Option<Option<UserId>>, Problem> {
    let scope = viewer.scope();
    desk.contact(tx, &scope, contact)?;
    check_member(tx, desk, &scope, to, "user_id")?;
    let before = store::owner(tx, &scope, contact)?;
    if !may_change(viewer.may(MANAGE), viewer.user, before, to) {
        return Err(Problem::new(Kind::Forbidden, "wallet.error.not_yours"));
    }
    if before == to {
        return Ok(None);
    }
    store::set_owner(tx, &scope, contact, to)?;
    desk.contact_changed(tx, viewer, contact)?;
    Ok(Some(before))
}

fn check_member(
    tx: &mut Tx<'_>,
    desk: &dyn Desk,
    scope: &AccountScope,
    user: Option<UserId>,
    field: &'static str,
) -> Result<(), Problem> {
    match user {
        Some(user) if desk.people(tx, scope, &[user])?.is_empty() => {
            Err(Problem::field(field, "error.unknown_member"))
        }
        _ => Ok(()),
    }
}

async fn set_owner(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, contact)): Path<(i64, i64)>,
    Json(body): Json<OwnerBody>,
) -> Result<Json<OwnerView>, Refusal> {
    let desk = ctx.desk.clone();
    let write = move |tx: &mut Tx<'_>| {
        give(tx, &*desk, &member.viewer, ContactId(contact), body.user_id.map(UserId))?;
        Ok::<_, Problem>(OwnerView { contact_id: contact, wallet_owner_id: body.user_id })
    };
    Ok(Json(ctx.store.write(write).await?))
}

fn view(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<WalletView, Problem> {
    let absences = store::absences(tx, scope)?;
    let sizes: HashMap<UserId, i64> = store::sizes(tx, scope)?;
    let mut users: Vec<UserId> = absences.keys().chain(sizes.keys()).copied().collect();
    users.sort_unstable();
    users.dedup();
    let person = |user: UserId| {
        let absence = absences.get(&user).copied().unwrap_or_default();
        PersonView {
            user_id: user.0,
            contacts: sizes.get(&user).copied().unwrap_or(0),
            stand_in_id: absence.stand_in.map(|u| u.0),
            away_from: absence.from.map(Micros::secs),
            away_until: absence.until.map(Micros::secs),
        }
    };
    Ok(WalletView { strict: store::strict(tx, scope)?, people: users.into_iter().map(person).collect() })
}

async fn show(State(ctx): State<Ctx>, member: Member) -> Result<Json<WalletView>, Refusal> {
    Ok(Json(ctx.store.read(move |tx| view(tx, &member.scope())).await?))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Json(body): Json<SettingsBody>,
) -> Result<Json<WalletView>, Refusal> {
    let write = move |tx: &mut Tx<'_>| {
        store::set_strict(tx, &member.scope(), body.strict)?;
        view(tx, &member.scope())
    };
    Ok(Json(ctx.store.write(write).await?))
}

fn moment(secs: Option<i64>, field: &'static str) -> Result<Option<Micros>, Problem> {
    match secs {
        Some(secs) if !(0..=LAST).contains(&secs) => Err(Problem::field(field, "wallet.error.moment")),
        secs => Ok(secs.map(Micros::from_secs)),
    }
}

async fn set_absence(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, user)): Path<(i64, i64)>,
    Json(body): Json<AbsenceBody>,
) -> Result<Json<WalletView>, Refusal> {
    let user = UserId(user);
    let absence = Absence {
        stand_in: body.stand_in_id.map(UserId),
        from: moment(body.away_from, "away_from")?,
        until: moment(body.away_until, "away_until")?,
    };
    if absence.stand_in == Some(user) {
        return Err(Problem::field("stand_in_id", "wallet.error.same_person").into());
    }
    if absence.until.is_some_and(|until| absence.from.is_none_or(|from| until <= from)) {
        return Err(Problem::field("away_until", "wallet.error.ends_before").into());
    }
    let desk = ctx.desk.clone();
    let write = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        if desk.people(tx, &scope, &[user])?.is_empty() {
            return Err(Problem::not_found());
        }
        check_member(tx, &*desk, &scope, absence.stand_in, "stand_in_id")?;
        store::set_absence(tx, &scope, user, &absence)?;
        view(tx, &scope)
    };
    Ok(Json(ctx.store.write(write).await?))
}

async fn hand_over(
    State(ctx): State<Ctx>,
    member: Member,
    Path((_, user)): Path<(i64, i64)>,
    Json(body): Json<OwnerBody>,
) -> Result<Json<HandedOver>, Refusal> {
    let (from, to, desk) = (UserId(user), body.user_id.map(UserId), ctx.desk.clone());
    let write = move |tx: &mut Tx<'_>| {
        let scope = member.scope();
        check_member(tx, &*desk, &scope, to, "user_id")?;
        if desk.people(tx, &scope, &[from])?.is_empty() {
            return Err(Problem::not_found());
        }
        let contacts = if to == Some(from) { 0 } else { store::hand_over(tx, &scope, from, to)? };
        desk.cache_changed(tx, &scope, LIST)?;
        Ok(HandedOver { contacts })
    };
    Ok(Json(ctx.store.write(write).await?))
}
