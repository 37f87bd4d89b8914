"""PyPI chatwoot-sdk and chatwoot-client against the real binary: what they parse, and what the API then holds."""

import json
import sys
import urllib.request

url, token, account = sys.argv[2], sys.argv[3], int(sys.argv[4])


def raw(method, path, body=None):
    request = urllib.request.Request(url + path, method=method, headers={"api_access_token": token, "content-type": "application/json"})
    with urllib.request.urlopen(request, json.dumps(body).encode() if body is not None else None) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def sdk():
    from chatwoot import ChatwootClient

    with ChatwootClient(base_url=url, api_token=token) as client:
        me = client.profile.get()
        assert me.email == "helena@aurora.example", me
        inbox = raw("POST", f"/api/v1/accounts/{account}/inboxes", {"name": "Python", "channel": {"type": "api"}})
        assert inbox["id"] in [one.id for one in client.inboxes.list(account_id=account)]
        contact = client.contacts.create(account_id=account, inbox_id=inbox["id"], name="Marina", email="marina@x.example").contact
        assert client.contacts.get(account_id=account, contact_id=contact.id).name == "Marina"
        assert [one.id for one in client.contacts.search(account_id=account, query="Marina")] == [contact.id]
        talk = raw("POST", f"/api/v1/accounts/{account}/conversations", {"inbox_id": inbox["id"], "contact_id": contact.id})
        sent = client.messages.create(account_id=account, conversation_id=talk["id"], content="Olá do Python")
        assert sent.content == "Olá do Python"
        assert sent.id in [one.id for one in client.messages.list(account_id=account, conversation_id=talk["id"])]
        assert client.conversations.get(account_id=account, conversation_id=talk["id"]).id == talk["id"]
        assert talk["id"] in [one.id for one in client.conversations.list(account_id=account, status="open")]
        client.conversations.toggle_status(account_id=account, conversation_id=talk["id"], status="resolved")
        assert raw("GET", f"/api/v1/accounts/{account}/conversations/{talk['id']}")["status"] == "resolved"
        assert client.conversations.labels.add(account_id=account, conversation_id=talk["id"], labels=["py"]) == ["py"]
        assert me.id in [one.id for one in client.agents.list(account_id=account)]
        other = client.contacts.create(account_id=account, inbox_id=inbox["id"], name="Marina (dupla)").contact
        client.contacts.merge(account_id=account, base_contact_id=contact.id, mergee_contact_id=other.id)
        assert len(client.contacts.search(account_id=account, query="Marina")) == 1
        team = raw("POST", f"/api/v1/accounts/{account}/teams", {"name": "python"})
        assert team["id"] in [one.id for one in client.teams.list(account_id=account)]


def third_party():
    from chatwoot_client import ChatwootClient

    client = ChatwootClient(url + "/", token)
    # It asks for the profile below the account, where Chatwoot has none either: read as it is documented instead.
    assert client.client.get("api/v1/profile")["email"] == "helena@aurora.example"
    inbox = client.inboxes.create(account, {"name": "Cliente", "channel": {"type": "api", "webhook_url": ""}})
    made = client.contacts.create(account, {"inbox_id": inbox["id"], "name": "Caio"})
    contact = made["payload"]["contact"]["id"]
    assert client.contacts.get(account, contact)["payload"]["name"] == "Caio"
    talk = client.conversations.create(account, {"inbox_id": inbox["id"], "contact_id": contact})
    client.messages.create(account, talk["id"], {"content": "Oi"})
    assert "Oi" in [one["content"] for one in client.messages.list(account, talk["id"])["payload"]]
    assert client.conversations.get(account, talk["id"])["id"] == talk["id"]
    hook = client.webhooks.create(account, {"url": "https://python.example/", "subscriptions": ["message_created"]})
    assert hook["payload"]["webhook"]["url"] == "https://python.example/"
    assert len(client.webhooks.list(account)["payload"]["webhooks"]) == 1


{"chatwoot-sdk": sdk, "chatwoot-client": third_party}[sys.argv[1]]()
print("ok")
