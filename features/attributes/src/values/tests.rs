//! Values by their kind, right and wrong.

use kernel_base::Micros;
use serde_json::{Value, json};

use super::{Wrong, checked};
use crate::kinds::{Kind, Model};
use crate::store::Definition;

fn definition(kind: Kind) -> Definition {
    Definition {
        id: 1,
        model: Model::Contact,
        key: "x".into(),
        title: "X".into(),
        description: None,
        kind,
        choices: vec!["Ouro".into(), "Prata".into()],
        default_value: None,
        pattern: None,
        cue: None,
        created_at: Micros(0),
        updated_at: Micros(0),
    }
}

#[test]
fn values_are_kept_in_one_form() {
    for (kind, value, kept) in [
        (Kind::Text, json!(" oi "), json!("oi")),
        (Kind::Text, json!(12), json!("12")),
        (Kind::Number, json!("1.234,5"), json!(1234.5)),
        (Kind::Number, json!("1,234.5"), json!(1234.5)),
        (Kind::Number, json!("12"), json!(12)),
        (Kind::Currency, json!("R$ 1.189,90"), json!(1189.9)),
        (Kind::Percent, json!("7,5%"), json!(7.5)),
        (Kind::Link, json!("estudiomari.com.br/a"), json!("https://estudiomari.com.br/a")),
        (Kind::Date, json!("22/11/2026"), json!("2026-11-22")),
        (Kind::Date, json!("2026-11-22T10:00:00Z"), json!("2026-11-22")),
        (Kind::List, json!("prata"), json!("Prata")),
        (Kind::Checkbox, json!("sim"), json!(true)),
        (Kind::Cpf, json!("529.982.247-25"), json!("52998224725")),
        (Kind::Cnpj, json!("12.abc.345/01de-35"), json!("12ABC34501DE35")),
        (Kind::Cep, json!("05435-000"), json!("05435000")),
        (Kind::Phone, json!("(11) 98765-4321"), json!("+5511987654321")),
        (Kind::Cpf, json!("  "), Value::Null),
    ] {
        assert_eq!(checked(&definition(kind), &value), Ok(kept), "{kind:?} {value}");
    }
}

#[test]
fn wrong_values_are_refused() {
    for (kind, value, wrong) in [
        (Kind::Text, json!({}), Wrong::Text),
        (Kind::Text, json!("x".repeat(5001)), Wrong::Long),
        (Kind::Number, json!("dez"), Wrong::Number),
        (Kind::Number, json!("1e999"), Wrong::Number),
        (Kind::Link, json!("javascript:alert(1)"), Wrong::Link),
        (Kind::Link, json!("data:text/html,x"), Wrong::Link),
        (Kind::Link, json!("https://a b.com"), Wrong::Link),
        (Kind::Date, json!("31/02/2026"), Wrong::Date),
        (Kind::List, json!("Bronze"), Wrong::Choice),
        (Kind::Checkbox, json!("talvez"), Wrong::Checkbox),
        (Kind::Cpf, json!("52998224724"), Wrong::Cpf),
        (Kind::Cnpj, json!("11222333000182"), Wrong::Cnpj),
        (Kind::Cep, json!("123"), Wrong::Cep),
        (Kind::Phone, json!("98"), Wrong::Phone),
    ] {
        assert_eq!(checked(&definition(kind), &value), Err(wrong), "{kind:?} {value}");
    }
}

#[test]
fn a_text_matches_its_pattern() {
    let mut order = definition(Kind::Text);
    order.pattern = Some("/^[0-9]{5}$/".into());
    assert_eq!(checked(&order, &json!("88213")), Ok(json!("88213")));
    assert_eq!(checked(&order, &json!("8821")), Err(Wrong::Pattern));
    order.cue = Some("Cinco números".into());
    assert_eq!(checked(&order, &json!("x")), Err(Wrong::Cue));
}
