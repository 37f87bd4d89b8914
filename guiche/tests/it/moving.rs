//! Moving in from Chatwoot with the binary itself: from its database and from its API, into both engines, cut off and gone
//! on with, run twice, and then looked at through our own API in Chatwoot's shape.

mod chatwoot;
mod looks;
mod server;
mod target;

use std::time::Duration;

use chatwoot::Chatwoot;
use kernel_db::testing::Engine;
use server::Fake;
use target::Target;

/// Makes each test run into both engines.
macro_rules! into_both {
    ($($name:ident)+) => {
        mod into_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(super::Target::new(super::Engine::Sqlite)).await;
            })+
        }
        mod into_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(super::Target::new(super::Engine::Pg)).await;
            })+
        }
    };
}

into_both! {
    everything_comes_from_the_database
    a_run_that_is_killed_goes_on
    everything_comes_through_the_api
    what_is_new_comes_the_second_time
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_nothing() {
    let (old, target) = (Chatwoot::new(), Target::new(Engine::Sqlite));
    let said = target.import(&[old.database_words(), vec!["--dry-run".to_owned()]].concat()).ok();
    assert!(said.contains("nothing was written"), "{said}");
    assert!(said.contains("conversation: 67\n") && said.contains("message: 1446\n"), "{said}");
    assert!(said.contains("inbox 33 WhatsApp da loja"), "{said}");
    assert!(said.contains("macro 121 Encerrar com elogio"), "{said}");
    assert!(!said.contains("VIZINHA"), "{said}");
    assert!(target.is_untouched(), "the data folder was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_read_is_refused() {
    let (old, target) = (Chatwoot::new(), Target::new(Engine::Sqlite));
    let fake = Fake::start(&old, false).await;
    for (token, why) in
        [("ficha-do-bruno-00002", "administrator"), ("ficha-vizinha-000004", "account 3"), ("errada", "401")]
    {
        let refused = target.import(&fake.asked(token)).refused();
        assert!(refused.contains(why), "{token}: {refused}");
    }
    assert!(target.is_untouched());
}

async fn everything_comes_from_the_database(target: Target) {
    let old = Chatwoot::new();
    let said = target.import(&old.database_words()).ok();
    assert!(said.contains("into account 3"), "{said}");
    assert!(said.contains("Passwords came along"), "{said}");
    let report = target.report();
    looks::report(&report);
    let again = target.import(&old.database_words()).ok();
    assert!(again.contains("conversation: 0, 67 here already"), "{again}");
    let served = target.serve();
    looks::everything(&served, true).await;
    looks::passwords(&served, &old).await;
}

async fn a_run_that_is_killed_goes_on(target: Target) {
    let old = Chatwoot::new();
    // Each try is killed a little later than the one before, until one comes through.
    let (mut cuts, mut long) = (0, Duration::from_millis(60));
    while !target.import_for(&old.database_words(), long).await {
        (cuts, long) = (cuts + 1, long.mul_f64(1.25));
        assert!(cuts < 40, "it never comes through");
    }
    assert!(cuts > 0, "it was over before it could be killed");
    looks::everything(&target.serve(), true).await;
}

async fn everything_comes_through_the_api(target: Target) {
    let old = Chatwoot::new();
    let fake = Fake::start(&old, true).await;
    let asked = fake.asked("ficha-da-helena-0001");
    // Cut once in the middle, then gone on with.
    target.import_for(&asked, Duration::from_millis(3000)).await;
    let said = target.import(&asked).ok();
    assert!(said.contains("/app/password/"), "{said}");
    assert!(fake.faults() > 5, "the fake was too kind");
    let again = target.import(&asked).ok();
    assert!(again.contains("conversation: 0, 67 here already"), "{again}");
    looks::everything(&target.serve(), false).await;
}

async fn what_is_new_comes_the_second_time(target: Target) {
    let old = Chatwoot::new();
    target.import(&old.database_words()).ok();
    let served = target.serve();
    // What people do here meanwhile stays; what was said there comes.
    looks::work_here(&served).await;
    drop(served);
    old.goes_on();
    let said = target.import(&old.database_words()).ok();
    assert!(said.contains("conversation: 3,"), "{said}");
    looks::news(&target.serve()).await;
}
