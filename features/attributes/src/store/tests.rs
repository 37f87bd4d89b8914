//! Definitions as rows, on both engines.

use kernel_base::{AccountId, AccountScope, Micros, Problem};
use kernel_db::both_engines;

use super::{Definition, count, delete, get, insert, list, update};
use crate::FEATURE;
use crate::kinds::{Kind, Model};

fn definition(model: Model, key: &str) -> Definition {
    Definition {
        id: 0,
        model,
        key: key.into(),
        title: "Plano".into(),
        description: None,
        kind: Kind::List,
        choices: vec!["Ouro".into(), "Prata \"A\"".into()],
        default_value: None,
        pattern: None,
        cue: None,
        created_at: Micros(1),
        updated_at: Micros(1),
    }
}

both_engines! {
    with FEATURE.migrations;

    a_definition_lives_and_goes => |store| async {
        let scope = AccountScope::new(AccountId(1));
        let other = AccountScope::new(AccountId(2));
        store.store.write(move |tx| {
            let made = insert(tx, &scope, &definition(Model::Contact, "plano"))?;
            insert(tx, &scope, &definition(Model::Conversation, "plano"))?;
            insert(tx, &other, &definition(Model::Contact, "plano"))?;
            assert_eq!(list(tx, &scope, Some(Model::Contact))?, std::slice::from_ref(&made));
            assert_eq!((list(tx, &scope, None)?.len(), count(tx, &other)?), (2, 1));
            let changed = Definition { title: "Plano atual".into(), choices: Vec::new(), kind: Kind::Cpf, ..made.clone() };
            update(tx, &scope, &changed)?;
            update(tx, &other, &changed)?;
            assert_eq!(get(tx, &scope, made.id)?, Some(changed));
            assert_eq!(get(tx, &other, made.id)?, None);
            assert!(!delete(tx, &other, made.id)? && delete(tx, &scope, made.id)? && !delete(tx, &scope, made.id)?);
            Ok::<_, Problem>(())
        }).await.expect("written");
        let twice = store.store.write(move |tx| {
            insert(tx, &scope, &definition(Model::Conversation, "plano")).map_err(|e| e.on_constraint("attribute_definitions_name_key", "attribute_key", "error.taken"))
        }).await;
        assert_eq!(twice.expect_err("taken").fields[0].field, "attribute_key");
    }
}
