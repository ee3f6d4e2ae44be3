/// Who speaks, and the bytes they sign.
///
/// Values only: keys are given, never made here, and signing and verifying go through the ports
/// [Signer][coop.minga.federation.identity.Signer] and
/// [SignatureVerifier][coop.minga.federation.identity.SignatureVerifier], so that an auditor
/// replays the core with verifiers of their own choice.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.identity;
