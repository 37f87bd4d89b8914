//! The usual texts of a fresh account, in its language.

use kernel_base::{AccountScope, Locale, Problem};
use kernel_db::Tx;

use crate::store;

/// Short code and text.
type Usual = (&'static str, &'static str);

const PT: [Usual; 8] = [
    ("oi", "Oi, {{contact.first_name}}! Aqui é {{agent.first_name}}. Como posso ajudar?"),
    ("um-momento", "Só um momento, {{contact.first_name}}. Vou conferir e já volto com a resposta."),
    (
        "rastreio",
        "Seu pedido já saiu para entrega. Você acompanha cada passo pelo código de rastreio que enviamos por e-mail. Se preferir, me passe o número do pedido e eu confiro por aqui.",
    ),
    (
        "troca",
        "Você tem **7 dias** depois de receber para pedir a troca ou a devolução. Preciso de:\n\n- número do pedido\n- o que aconteceu\n- uma foto do produto\n\nO frete da volta é por nossa conta.",
    ),
    (
        "pix",
        "Você pode pagar com Pix. O código vale por 30 minutos e a confirmação chega em poucos segundos. Quer que eu gere agora?",
    ),
    (
        "estorno",
        "O estorno já foi pedido. No Pix, o valor volta em até 1 dia útil; no cartão, em até duas faturas.",
    ),
    ("prazo", "O prazo para o seu endereço aparece no carrinho assim que você informa o CEP. Qual é o seu?"),
    ("tchau", "Foi um prazer ajudar, {{contact.first_name}}! Se precisar, é só chamar por aqui."),
];
const EN: [Usual; 6] = [
    ("hi", "Hi, {{contact.first_name}}! This is {{agent.first_name}}. How can I help?"),
    ("one-moment", "One moment, {{contact.first_name}}. I'll check and get right back to you."),
    (
        "tracking",
        "Your order is on its way. You can follow it with the tracking code we sent by e-mail. If you prefer, tell me the order number and I'll check for you.",
    ),
    (
        "return",
        "You can ask for an exchange or a return within **30 days** of delivery. I need:\n\n- the order number\n- what happened\n- a photo of the product\n\nReturn shipping is on us.",
    ),
    ("refund", "Your refund is on its way. It reaches your card within 5 to 10 business days."),
    ("bye", "Glad I could help, {{contact.first_name}}! Write here any time."),
];
const ES: [Usual; 6] = [
    ("hola", "¡Hola, {{contact.first_name}}! Soy {{agent.first_name}}. ¿En qué puedo ayudarte?"),
    ("un-momento", "Un momento, {{contact.first_name}}. Lo reviso y vuelvo con la respuesta."),
    (
        "seguimiento",
        "Tu pedido ya está en camino. Puedes seguirlo con el código que te enviamos por correo. Si prefieres, dime el número de pedido y lo reviso por aquí.",
    ),
    (
        "cambio",
        "Puedes pedir un cambio o una devolución hasta **10 días** después de recibirlo. Necesito:\n\n- el número de pedido\n- qué pasó\n- una foto del producto\n\nEl envío de vuelta corre por nuestra cuenta.",
    ),
    ("reembolso", "El reembolso ya fue pedido. Llega a tu tarjeta en 5 a 10 días hábiles."),
    ("chau", "¡Fue un gusto ayudarte, {{contact.first_name}}! Si necesitas algo más, escribe por aquí."),
];

/// Puts the usual texts into an account; those whose code is there already are left as they are.
pub(crate) fn furnish(tx: &mut Tx<'_>, scope: &AccountScope, locale: Locale) -> Result<(), Problem> {
    let usual: &[Usual] = match locale {
        Locale::PtBr => &PT,
        Locale::En => &EN,
        Locale::Es => &ES,
    };
    for (short_code, content) in usual {
        store::ensure(tx, scope, short_code, content, tx.now())?;
    }
    Ok(())
}
