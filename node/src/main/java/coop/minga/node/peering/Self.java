package coop.minga.node.peering;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Signer;
import coop.minga.node.keys.TlsCertificate;
import java.util.function.Supplier;

/// Who this node is to its peers.
///
/// @param federation the federation's id
/// @param member this member
/// @param entryKey signs Hellos; asked anew for each, as the certificate is
/// @param tls asked anew for each connection, so that a renewed certificate is used without a
///   restart; called from several threads
public record Self(
    Hash federation, MemberId member, Supplier<Signer> entryKey, Supplier<TlsCertificate> tls) {}
