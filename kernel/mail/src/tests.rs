//! Letters through a real SMTP server, and what they look like.
use crate::testing::{SmtpOptions, SmtpServer};
use crate::{Attachment, Dialer, Mail, MailError, Parts, Reach, Security, html, is_address, one_line, text};

fn mail(to: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        from_name: "Loja Aurora".to_owned(),
        subject: "Sua senha foi trocada".to_owned(),
        text: "Olá, Helena!\nEsta é a parte só de texto.\n".to_owned(),
        html: "<p>Olá, Helena!</p>".to_owned(),
        id: "carta-1".to_owned(),
        files: Vec::new(),
    }
}

fn dialer(server: &SmtpServer) -> Dialer {
    Dialer::new(Vec::new(), server.root.as_deref().map(str::as_bytes)).unwrap()
}

#[tokio::test]
async fn a_letter_arrives_with_every_kind_of_connection() {
    for security in [Security::None, Security::StartTls, Security::Tls] {
        let options = SmtpOptions { security: Some(security), login: Some(("equipe", "uma senha")) };
        let server = SmtpServer::start(options);
        let answer =
            dialer(&server).send(&server.server(), Reach::Operator, &mail("ana@cliente.example")).await;
        assert_eq!(answer.unwrap(), "250 2.0.0 Queued as 1");
        let letter = server.wait(1).await.remove(0).json;
        assert_eq!(letter.contains("\"tls\": true"), security != Security::None, "{letter}");
        assert!(letter.contains("\"login\": true"), "{letter}");
        for part in [
            "From: \\\"Loja Aurora\\\" <equipe@loja.example>",
            "To: ana@cliente.example",
            "Message-ID: <carta-1@loja.example>",
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            "multipart/alternative",
            "text/plain; charset=utf-8",
            "text/html; charset=utf-8",
        ] {
            assert!(letter.contains(part), "{part} is not in {letter}");
        }
    }
}

#[tokio::test]
async fn the_server_s_own_words_come_back() {
    let server = SmtpServer::start(SmtpOptions::default());
    let (dialer, to) = (dialer(&server), server.server());
    let send = |address: &'static str| {
        let (dialer, to) = (dialer.clone(), to.clone());
        async move { dialer.send(&to, Reach::Operator, &mail(address)).await }
    };
    let refused = MailError::Refused("550 5.1.1 No such user here".to_owned());
    assert_eq!(send("refuse+a@cliente.example").await, Err(refused));
    let full = MailError::Refused("552 5.2.2 Mailbox full".to_owned());
    assert_eq!(send("full+a@cliente.example").await, Err(full));
    let later = MailError::Later("451 4.3.0 Greylisted, please come back".to_owned());
    assert_eq!(send("later+a@cliente.example").await, Err(later));
    send("later+a@cliente.example").await.unwrap();
    assert_eq!(server.wait(1).await.len(), 1);
}

#[tokio::test]
async fn wrong_settings_are_told_apart_from_refusals() {
    let options = SmtpOptions { security: Some(Security::StartTls), login: Some(("equipe", "uma senha")) };
    let server = SmtpServer::start(options);
    let settings = |result: Result<String, MailError>| matches!(result, Err(MailError::Settings(_)));
    let good = server.server();
    let letter = mail("ana@cliente.example");
    let mut wrong = good.clone();
    wrong.login = Some(("equipe".to_owned(), "outra".to_owned()));
    let answer = dialer(&server).send(&wrong, Reach::Operator, &letter).await;
    assert!(matches!(&answer, Err(MailError::Settings(said)) if said.starts_with("535 ")), "{answer:?}");
    // A certificate nobody vouches for, a server that is not there, TLS where there is none.
    assert!(settings(Dialer::default().send(&good, Reach::Operator, &letter).await));
    let mut gone = good.clone();
    gone.port = 1;
    assert!(settings(dialer(&server).send(&gone, Reach::Operator, &letter).await));
    let plain = SmtpServer::start(SmtpOptions::default());
    let mut tls = plain.server();
    tls.security = Security::StartTls;
    let answer = dialer(&plain).send(&tls, Reach::Operator, &letter).await;
    assert!(answer.as_ref().is_err_and(MailError::may_pass), "{answer:?}");
    // A letter never goes in clear where TLS was asked for.
    assert!(plain.arrived().is_empty() && server.arrived().is_empty());
}

#[tokio::test]
async fn an_administrator_s_server_may_not_lie_inside() {
    let server = SmtpServer::start(SmtpOptions::default());
    let mut to = server.server();
    let letter = mail("ana@cliente.example");
    for host in
        ["localhost", "127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "::1", "0.0.0.0", "2130706433"]
    {
        to.host = host.to_owned();
        let answer = Dialer::default().send(&to, Reach::Public, &letter).await;
        assert!(matches!(answer, Err(MailError::NotAllowed | MailError::Settings(_))), "{host}: {answer:?}");
    }
    assert!(server.arrived().is_empty());
    to.host = "127.0.0.1".to_owned();
    let allowed = Dialer::new(vec!["127.0.0.0/8".parse().unwrap()], None).unwrap();
    allowed.send(&to, Reach::Public, &letter).await.unwrap();
}

#[tokio::test]
async fn nothing_given_in_begins_a_header() {
    let server = SmtpServer::start(SmtpOptions::default());
    let evil = "Oi\r\nBcc: vitima@cliente.example\r\n\r\nCorpo";
    let mut letter = mail("ana@cliente.example");
    letter.subject = evil.to_owned();
    letter.from_name = format!("\"{evil}\" <x@y.example>");
    letter.id = format!("1>\r\nX-Evil: 1{evil}");
    letter.files.push(Attachment {
        name: format!("a.txt\"{evil}"),
        content_type: format!("text/plain{evil}"),
        bytes: b"conte\xc3\xbado".to_vec(),
    });
    dialer(&server).send(&server.server(), Reach::Operator, &letter).await.unwrap();
    let arrived = server.wait(1).await.remove(0).json;
    assert!(!arrived.contains("\\r\\nBcc:") && !arrived.contains("\\nX-Evil"), "{arrived}");
    assert!(arrived.contains("\"to\": [\"ana@cliente.example\"]"), "{arrived}");
    for wrong in ["a@b.example\r\nRCPT TO:<c@d.example>", "a b@c.example", "", "a", "a@b@c", "<a@b.example>"]
    {
        assert!(!is_address(wrong), "{wrong}");
        let answer = dialer(&server).send(&server.server(), Reach::Operator, &mail(wrong)).await;
        assert!(matches!(answer, Err(MailError::Unwritable(_))), "{wrong}: {answer:?}");
    }
    assert_eq!(one_line(" a\r\n\tb\u{7}  c "), "a b c");
}

#[test]
fn the_template_shows_what_it_is_given_and_nothing_more() {
    let paragraphs = vec!["Oi, <script>alert(1)</script>!\nSegunda linha {preview} {title}".to_owned()];
    let facts = vec![("Pedido em".to_owned(), "22 de novembro \"às\" 15h40".to_owned())];
    let parts = Parts {
        lang: "pt-BR",
        brand: "Árvore & Cia",
        preview: "O link vale por 1 hora.",
        title: "Crie uma nova senha",
        paragraphs: &paragraphs,
        action: Some(("Criar nova senha", "https://desk.example/app/password/a\"b<c")),
        facts: &facts,
        copy_hint: "Se o botão não abrir, copie este endereço:",
        footer: Some("Não foi você? Ignore."),
    };
    let page = html(&parts);
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    assert!(page.contains("Árvore &amp; Cia") && page.contains(">Á</td>"));
    assert!(page.contains("<br>Segunda linha &#123;preview} &#123;title}"));
    assert!(page.contains("href=\"https://desk.example/app/password/a&quot;b&lt;c\""));
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("lang=\"pt-BR\""));
    let tables = (page.matches("<table").count(), page.matches("</table>").count());
    assert_eq!(tables.0, tables.1);
    let long = vec!["palavra ".repeat(40)];
    let plain = text(&Parts { paragraphs: &long, ..parts });
    assert!(plain.lines().all(|l| l.chars().count() <= 72), "{plain}");
    assert!(plain.starts_with("Crie uma nova senha\n") && plain.contains("\n-- \nNão foi você?"));
    assert!(plain.contains("\nhttps://desk.example/app/password/a\"b<c\n"));
}
