//! What may be chosen as a password.

use std::sync::Arc;

use kernel_base::SeededRng;

use super::{Passwords, check_password};

#[test]
fn what_is_easy_to_guess_is_refused() {
    let wrong =
        |p: &str| check_password("password", p, "helena@lojaaurora.example", "Helena Duarte").is_err();
    for weak in [
        "curta",
        "12345678",
        "senha1234",
        "Password1!",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "helena@lojaaurora.example",
        "lojaaurora",
        "abcd1234",
        "brasil2026",
    ] {
        assert!(wrong(weak), "{weak}");
    }
    for good in
        ["uma senha de teste", "uma senha bem nova", "Aurora#2026", "correct horse battery", "k7Qm2pXv9t"]
    {
        assert!(!wrong(good), "{good}");
    }
    assert!(wrong(&"a b c ".repeat(50)));
}

#[tokio::test]
async fn hashes_of_another_program_hold_beside_ours() {
    let passwords = Passwords::new(Arc::new(SeededRng::new(1)));
    let foreign = bcrypt::hash("uma senha de antes", 4).unwrap();
    let own = passwords.hash("uma senha nossa").await.unwrap();
    let cases = [
        ("uma senha de antes", Some(&foreign), true),
        ("uma senha nossa", Some(&foreign), false),
        ("uma senha nossa", Some(&own), true),
        ("uma senha de antes", Some(&own), false),
        ("uma senha de antes", None, false),
    ];
    for (password, stored, right) in cases {
        let stored = stored.map(String::as_str);
        assert_eq!(passwords.verify_among(password, stored, foreign.clone()).await.unwrap(), right);
        assert_eq!(passwords.verify(password, stored).await.unwrap(), right);
    }
}

#[test]
fn nobody_costs_as_much_as_somebody() {
    let ours = super::hash_now(&SeededRng::new(1), "a password").unwrap();
    let cost = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(cost(super::NOBODY), cost(&ours));
    assert_eq!(super::NOBODY.len(), ours.len());
    assert!(argon2::password_hash::phc::PasswordHash::new(super::NOBODY).is_ok());
}
