//! The letter that tells administrators that a webhook was switched off.

use kernel_base::{AccountScope, Problem};
use kernel_db::Tx;
use plug_feature::{Ctx, Letter};

use crate::store::Webhook;

/// Writes to every administrator, each in their language.
pub(crate) fn switched_off(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    scope: &AccountScope,
    hook: &Webhook,
) -> Result<(), Problem> {
    let why = match hook.disabled_why.as_deref() {
        Some("gone") => "webhooks.letter.gone",
        _ => "webhooks.letter.failing",
    };
    let name = hook.name.clone().unwrap_or_else(|| hook.url.clone());
    for person in ctx.desk.administrators(tx, scope)? {
        let say = |key: &str| ctx.texts.text(person.locale, key, &[("name", name.clone())]);
        let link = format!("{}/app/accounts/{}/settings/webhooks", ctx.public_url, scope.id());
        let letter = Letter {
            to: person.email.clone(),
            locale: person.locale,
            subject: say("webhooks.letter.subject"),
            title: say("webhooks.letter.title"),
            paragraphs: vec![say(why), format!("{}: {}", say("webhooks.letter.address"), hook.url)],
            action: Some((say("webhooks.letter.action"), link)),
            footer: None,
            files: Vec::new(),
        };
        ctx.desk.post_letter(tx, &letter)?;
    }
    Ok(())
}
