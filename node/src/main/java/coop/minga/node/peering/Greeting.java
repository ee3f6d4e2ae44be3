package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.proto.v1.Hello;
import java.util.Optional;

/// Makes and judges Hellos. A Hello is worth something on one TLS channel only: its signature
/// covers bytes that only that channel's two ends can export, and which end spoke.
final class Greeting {
  /// The oldest version of the session that this node speaks.
  static final int LOWEST_VERSION = 1;

  /// The newest.
  static final int HIGHEST_VERSION = 1;

  private static final String DOMAIN = "minga/hello/v1";

  /// Which end of a channel speaks.
  enum Role {
    DIALLER,
    ACCEPTOR;

    Role other() {
      return this == DIALLER ? ACCEPTOR : DIALLER;
    }

    Bytes signed() {
      return Bytes.utf8(this == DIALLER ? "dialler" : "acceptor");
    }
  }

  private final Self self;
  private final RosterPins pins;
  private final SignatureVerifier verifier;

  Greeting(Self self, RosterPins pins, SignatureVerifier verifier) {
    this.self = self;
    this.pins = pins;
    this.verifier = verifier;
  }

  /// What the roster now says of another member.
  Optional<PeerRecord> record(MemberId member) {
    return pins.record(member);
  }

  /// Whose a channel is, by its certificate as the roster and the clock see it now.
  RosterPins.Verdict whose(TlsChannel channel) {
    return pins.judge(channel.chain());
  }

  Hello say(MemberId peer, Role role, TlsChannel channel) {
    Hello.Builder hello =
        Hello.newBuilder()
            .setFederation(FrameWire.string(self.federation().value()))
            .setMember(self.member().name())
            .setPeer(peer.name())
            .setLowestVersion(LOWEST_VERSION)
            .setHighestVersion(HIGHEST_VERSION);
    Bytes signature = self.entryKey().get().sign(signed(hello.build(), role, channel.exported()));
    return hello.setSignature(FrameWire.string(signature)).build();
  }

  /// Judges a Hello, and the certificate of its channel once more: TLS does not, if it resumed an
  /// older session.
  ///
  /// @param role the speaker's
  /// @return why it is refused; empty if it is good
  Optional<Refusal> judge(Hello hello, PeerRecord peer, Role role, TlsChannel channel) {
    return switch (pins.judge(channel.chain(), peer.member())) {
      case RosterPins.Verdict.Nobody(var why, var _) -> Optional.of(why);
      case RosterPins.Verdict.Member(var now) -> judgeWords(hello, now, role, channel);
    };
  }

  private Optional<Refusal> judgeWords(
      Hello hello, PeerRecord peer, Role role, TlsChannel channel) {
    if (!FrameWire.bytes(hello.getFederation()).equals(self.federation().value())) {
      return Optional.of(Refusal.WRONG_FEDERATION);
    }
    if (!hello.getMember().equals(peer.member().name())
        || !hello.getPeer().equals(self.member().name())) {
      return Optional.of(Refusal.HELLO_NAME);
    }
    Bytes message = signed(hello, role, channel.exported());
    Bytes signature = FrameWire.bytes(hello.getSignature());
    if (peer.entryKeys().stream().noneMatch(key -> verifier.verify(key, message, signature))) {
      return Optional.of(Refusal.HELLO_SIGNATURE);
    }
    boolean common =
        Integer.compareUnsigned(hello.getLowestVersion(), HIGHEST_VERSION) <= 0
            && Integer.compareUnsigned(hello.getHighestVersion(), LOWEST_VERSION) >= 0;
    return common ? Optional.empty() : Optional.of(Refusal.NO_COMMON_VERSION);
  }

  private static Bytes signed(Hello hello, Role role, Bytes exported) {
    return Pae.encode(
        DOMAIN,
        FrameWire.bytes(hello.getFederation()),
        Bytes.utf8(hello.getMember()),
        Bytes.utf8(hello.getPeer()),
        role.signed(),
        Pae.number(Integer.toUnsignedLong(hello.getLowestVersion())),
        Pae.number(Integer.toUnsignedLong(hello.getHighestVersion())),
        exported);
  }
}
