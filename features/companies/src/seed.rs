//! The demo's companies: three that buy from the shop.

use kernel_base::{ContactId, Problem};
use kernel_db::Tx;
use plug_feature::SeedCtx;

use crate::rules::Company;
use crate::store;

const COMPANIES: [(&str, &str, &str, &str); 3] = [
    (
        "Bastos & Lemos Advogados",
        "bastoslemos.example",
        "11222333000181",
        "Presentes de fim de ano para clientes.",
    ),
    ("Café Jacarandá", "cafejacaranda.example", "11444777000161", "Louça de serviço para duas lojas."),
    ("Rolim Papéis", "rolimpapeis.example", "45997418000153", "Revende cerâmica na papelaria."),
];

pub(crate) fn seed(tx: &mut Tx<'_>, ctx: &SeedCtx<'_>) -> Result<(), Problem> {
    if store::count(tx, &ctx.scope)? > 0 {
        return Ok(());
    }
    for (n, (name, domain, cnpj, description)) in COMPANIES.into_iter().enumerate() {
        let company = Company {
            name: name.to_owned(),
            domain: Some(domain.to_owned()),
            cnpj: Some(cnpj.to_owned()),
            description: description.to_owned(),
            ..Company::default()
        };
        let id = store::insert(tx, &ctx.scope, &company)?;
        for contact in ctx.contacts.iter().skip(n).step_by(9).take(4 - n) {
            store::place(tx, &ctx.scope, ContactId(*contact), Some(id))?;
        }
    }
    Ok(())
}
