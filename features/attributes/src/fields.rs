//! The account's attributes as fields of the language of conditions.

use desk_model::conditions::{FieldKind, Subject};
use kernel_base::AccountScope;
use kernel_db::{DbError, Tx};
use plug_feature::Field;

use crate::kinds::{Kind, Model};
use crate::store;

/// One field for each definition; a number in the form people type it in (CPF, CEP, phone) is compared as text.
pub(crate) fn fields(tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Vec<Field>, DbError> {
    let defined = store::list(tx, scope, None)?;
    Ok(defined
        .into_iter()
        .map(|d| {
            let subject = match d.model {
                Model::Conversation => Subject::Conversation,
                Model::Contact => Subject::Contact,
            };
            let kind = match d.kind {
                Kind::Number | Kind::Currency | Kind::Percent => FieldKind::Number,
                Kind::Date => FieldKind::Date,
                Kind::Checkbox => FieldKind::Truth,
                _ => FieldKind::Text,
            };
            Field::attribute(subject, d.key, kind)
        })
        .collect())
}
