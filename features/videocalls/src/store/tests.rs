//! Tests of the settings as rows, on both engines.

use kernel_base::{AccountId, AccountScope};
use kernel_db::testing::assert_schemas_equal;
use kernel_db::{DbError, both_engines};

use super::{server, set_server};
use crate::FEATURE;

const ONE: AccountScope = AccountScope::new(AccountId(1));
const TWO: AccountScope = AccountScope::new(AccountId(2));

both_engines! {
    with FEATURE.migrations;

    each_account_has_its_own => |store| async {
        let done: Result<(), DbError> = store.write(|tx| {
            set_server(tx, &ONE, "https://a.example")?;
            set_server(tx, &ONE, "https://b.example")?;
            assert_eq!(server(tx, &ONE)?.as_deref(), Some("https://b.example"));
            assert_eq!(server(tx, &TWO)?, None);
            Ok(())
        }).await;
        done.unwrap();
    }
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    assert_schemas_equal(FEATURE.migrations).await;
}
