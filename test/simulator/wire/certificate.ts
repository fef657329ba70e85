import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A key and the certificate that goes with it, both PEM. */
export interface Certificate {
  key: string
  cert: string
}

/**
 * Makes a certificate for this machine that signs itself, good for a year: for clients that speak to nothing but https.
 * Node can use certificates but not make any, so it is written here as RFC 5280 spells it, in DER.
 */
export function makeCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const now = Date.now()
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('Simulated portal')))))
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    sequence(ecdsaWithSha256),
    name,
    sequence(time(now - day), time(now + 365 * day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(subjectAltName, der(0x04, names)))),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const certificate = sequence(toBeSigned, sequence(ecdsaWithSha256), der(0x03, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

const day = 24 * 60 * 60 * 1000

/** 2.5.4.3, 2.5.29.17 and 1.2.840.10045.4.3.2. */
const commonName = der(0x06, Buffer.from([0x55, 4, 3]))
const subjectAltName = der(0x06, Buffer.from([0x55, 0x1d, 0x11]))
const ecdsaWithSha256 = der(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]))

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts)
}

/** A UTCTime: `YYMMDDHHMMSSZ`. */
function time(moment: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(moment).toISOString().slice(2, 19).replaceAll(/\D/g, '')}Z`))
}
