//! How a site signs who its visitor is, in the languages sites are written in.

const key = 'CHAVE'

export const SAMPLES: Record<string, { name: string; code: string }> = {
  node: {
    name: 'Node.js',
    code: `const { createHmac } = require('node:crypto')
const identifier_hash = createHmac('sha256', process.env.${key}).update(String(user.id)).digest('hex')

// ${'<script>'}
window.$chatwoot.setUser(String(user.id), { name, email, identifier_hash })`,
  },
  php: {
    name: 'PHP',
    code: `$identifier_hash = hash_hmac('sha256', (string) $user->id, getenv('${key}'));`,
  },
  python: {
    name: 'Python',
    code: `import hashlib, hmac, os
identifier_hash = hmac.new(os.environ['${key}'].encode(), str(user.id).encode(), hashlib.sha256).hexdigest()`,
  },
  ruby: {
    name: 'Ruby',
    code: `identifier_hash = OpenSSL::HMAC.hexdigest('sha256', ENV['${key}'], user.id.to_s)`,
  },
}
