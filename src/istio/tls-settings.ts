import { goQuote } from '../kube/go-text.ts'
import type { ProtoMessage } from './proto-json.ts'

const simple = 1
const mutual = 2

/**
 * What is wrong with the TLS settings of a tracer, which has no namespace: `ValidateTLS`,
 * pkg/config/validation/agent/validation.go, Istio 1.30.
 */
export function tlsErrors(settings: ProtoMessage): readonly string[] {
  const mode = settings.get('mode')
  const has = (field: string): boolean => Boolean(settings.get(field))
  const credential = String(settings.get('credential_name') ?? '')
  const found = [...credentialErrors(credential), ...verifyErrors(settings)]
  if ((mode === simple || mode === mutual) && credential) {
    const isDouble = ['client_certificate', 'ca_certificates', 'private_key', 'ca_crl'].some(has)
    if (isDouble) found.push('cannot specify client certificates or CA certificate or CA CRL If credentialName is set')
    return found
  }
  if (mode !== mutual) return found
  if (!has('client_certificate')) found.push('client certificate required for mutual tls')
  if (!has('private_key')) found.push('private key required for mutual tls')
  return found
}

/** `ParseResourceName`, pilot/pkg/model/credentials/resource.go: only names of ConfigMaps are looked at. */
function credentialErrors(credential: string): readonly string[] {
  const scheme = 'configmap://'
  if (!credential.startsWith(scheme)) return []
  const [namespace = '', name, ...rest] = credential.slice(scheme.length).split('/')
  const refusal = `invalid configmap:// credentialName: invalid resource name ${goQuote(credential)}. Expected`
  if (name === undefined || rest.length > 0) return [`${refusal} namespace and name`]
  if (namespace === '') return [`${refusal} namespace`]
  if (name === '') return [`${refusal} name`]
  return ['invalid configmap:// credentialName: namespace must match the configuration namespace ""']
}

function verifyErrors(settings: ProtoMessage): readonly string[] {
  if (settings.get('insecure_skip_verify') !== true) return []
  const names = settings.get('subject_alt_names')
  const isNamed = Boolean(settings.get('ca_certificates')) || (Array.isArray(names) && names.length > 0)
  if (settings.get('mode') === simple && (isNamed || Boolean(settings.get('credential_name'))))
    return ['cannot specify CaCertificates or CredentialName or SubjectAltNames when InsecureSkipVerify is set true']
  if (settings.get('mode') === mutual && isNamed)
    return ['cannot specify CaCertificates or SubjectAltNames when InsecureSkipVerify is set true']
  return []
}
