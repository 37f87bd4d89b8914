//! The usual labels of a fresh account, in its language.

use kernel_base::{AccountScope, Locale, Problem};
use kernel_db::Tx;

use crate::rules::Title;
use crate::store::{self, NewLabel};

/// Title, what it is for, colour.
type Usual = (&'static str, &'static str, &'static str);

const PT: [Usual; 6] = [
    ("entrega", "Prazo, rastreio e endereço", "#009DD4"),
    ("troca", "Troca e devolução", "#D17335"),
    ("pagamento", "Pix, cartão, boleto e estorno", "#23A86F"),
    ("dúvida", "Perguntas antes da compra", "#698AE4"),
    ("reclamação", "Algo deu errado e a pessoa está insatisfeita", "#D66773"),
    ("elogio", "Agradecimentos e elogios", "#A178D5"),
];
const EN: [Usual; 6] = [
    ("delivery", "Dates, tracking and addresses", "#009DD4"),
    ("return", "Exchanges and returns", "#D17335"),
    ("payment", "Cards, transfers and refunds", "#23A86F"),
    ("question", "Questions before buying", "#698AE4"),
    ("complaint", "Something went wrong and the person is unhappy", "#D66773"),
    ("praise", "Thanks and praise", "#A178D5"),
];
const ES: [Usual; 6] = [
    ("entrega", "Plazos, seguimiento y dirección", "#009DD4"),
    ("cambio", "Cambios y devoluciones", "#D17335"),
    ("pago", "Tarjetas, transferencias y reembolsos", "#23A86F"),
    ("consulta", "Preguntas antes de comprar", "#698AE4"),
    ("reclamo", "Algo salió mal y la persona está disconforme", "#D66773"),
    ("elogio", "Agradecimientos y elogios", "#A178D5"),
];

/// Puts the usual labels into an account; those whose title is there already are left as they are.
pub(crate) fn furnish(tx: &mut Tx<'_>, scope: &AccountScope, locale: Locale) -> Result<(), Problem> {
    let usual = match locale {
        Locale::PtBr => PT,
        Locale::En => EN,
        Locale::Es => ES,
    };
    for (title, description, color) in usual {
        let label = NewLabel {
            title: Title::parse(title)?,
            description: Some(description.to_owned()),
            color: color.to_owned(),
            show_on_sidebar: true,
        };
        store::ensure(tx, scope, &label, tx.now())?;
    }
    Ok(())
}
