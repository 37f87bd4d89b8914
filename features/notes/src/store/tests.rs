//! Notes as rows, on both engines.

use kernel_base::{AccountId, AccountScope, ContactId, ConversationId, Problem, UserId};
use kernel_db::both_engines;

use super::{About, count, delete, dropped, erased, get, insert, list, merged, update};
use crate::FEATURE;

both_engines! {
    with FEATURE.migrations;

    notes_follow_what_they_are_about => |store| async {
        let (scope, other) = (AccountScope::new(AccountId(1)), AccountScope::new(AccountId(2)));
        let (ana, bia) = (About::Contact(ContactId(1)), About::Contact(ContactId(2)));
        let talk = About::Conversation(ConversationId(1));
        store.store.write(move |tx| {
            let first = insert(tx, &scope, ana, UserId(7), "prefere voz")?;
            let second = insert(tx, &scope, ana, UserId(8), "alergia a lã")?;
            insert(tx, &scope, talk, UserId(7), "reenvio")?;
            assert_eq!(list(tx, &scope, ana, 10)?, [second.clone(), first.clone()]);
            assert_eq!((list(tx, &scope, ana, 1)?.len(), count(tx, &scope, ana)?, count(tx, &scope, talk)?), (1, 2, 1));
            assert!(list(tx, &other, ana, 10)?.is_empty() && get(tx, &scope, talk, first.id)?.is_none());
            assert_eq!(update(tx, &other, ana, first.id, "x")?, None);
            let changed = update(tx, &scope, ana, first.id, "prefere texto")?;
            assert_eq!(changed.map(|n| n.content).as_deref(), Some("prefere texto"));
            assert!(!delete(tx, &scope, bia, second.id)? && delete(tx, &scope, ana, second.id)?);
            merged(tx, &scope, ContactId(2), ContactId(1))?;
            assert_eq!((list(tx, &scope, bia, 10)?.len(), list(tx, &scope, ana, 10)?.len()), (1, 0));
            erased(tx, &scope, ContactId(2))?;
            dropped(tx, &other, &[1])?;
            assert_eq!((list(tx, &scope, bia, 10)?.len(), list(tx, &scope, talk, 10)?.len()), (0, 1));
            dropped(tx, &scope, &[1])?;
            assert_eq!(list(tx, &scope, talk, 10)?, []);
            Ok::<_, Problem>(())
        }).await.expect("written");
    }
}
