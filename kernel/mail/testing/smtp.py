"""A real SMTP server for tests, over aiosmtpd: it takes letters into a folder, and refuses as it is told.

Prints its port when it listens; ends when its standard input does. Each letter is written as NUMBER.json with the
envelope and the message as it came. What stands before the + of a recipient's address is done:

  refuse+…   550 5.1.1, each time        later+…   451 4.3.0 the first time, taken the second
  full+…     552 5.2.2 after the data    slow+…    taken after two seconds
"""
import argparse
import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

options = argparse.ArgumentParser()
options.add_argument('folder')
options.add_argument('--tls', choices=['none', 'starttls', 'tls'], default='none')
options.add_argument('--cert')
options.add_argument('--key')
options.add_argument('--login', help='user:password')
options.add_argument('--port', type=int, default=0)
options = options.parse_args()


class Handler:
    def __init__(self):
        self.count = 0
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        kind = address.split('+')[0]
        if kind == 'refuse':
            return '550 5.1.1 No such user here'
        if kind == 'later' and address not in self.seen:
            self.seen.add(address)
            return '451 4.3.0 Greylisted, please come back'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        if any(to.startswith('full+') for to in envelope.rcpt_tos):
            return '552 5.2.2 Mailbox full'
        if any(to.startswith('slow+') for to in envelope.rcpt_tos):
            await asyncio.sleep(2)
        self.count += 1
        letter = {
            'from': envelope.mail_from,
            'to': envelope.rcpt_tos,
            'tls': options.tls == 'tls' or session.ssl is not None,
            'login': bool(session.authenticated),
            'raw': envelope.original_content.decode('utf-8', 'replace'),
        }
        name = os.path.join(options.folder, f'{self.count:04}.json')
        with open(name + '.part', 'w', encoding='utf-8') as file:
            json.dump(letter, file)
        os.rename(name + '.part', name)
        return f'250 2.0.0 Queued as {self.count}'


def authenticator(server, session, envelope, mechanism, data):
    wanted = tuple(part.encode() for part in options.login.split(':', 1))
    right = isinstance(data, LoginPassword) and (data.login, data.password) == wanted
    return AuthResult(success=right, handled=False)


def session(handler, context):
    more = {}
    if options.login:
        more |= {'authenticator': authenticator, 'auth_required': True}
        more |= {'auth_require_tls': options.tls == 'starttls'}
    if options.tls == 'starttls':
        more |= {'tls_context': context, 'require_starttls': True}
    return SMTP(handler, hostname='mail.example', enable_SMTPUTF8=True, **more)


async def main():
    context = None
    if options.tls != 'none':
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.cert, options.key)
    handler = Handler()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: session(handler, context),
        '127.0.0.1',
        options.port,
        ssl=context if options.tls == 'tls' else None,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started it is gone when its end of the pipe is closed.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
