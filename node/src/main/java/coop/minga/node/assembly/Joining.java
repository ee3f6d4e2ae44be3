package coop.minga.node.assembly;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.Invite;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.wire.JoinWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.keys.TlsCertificate;
import coop.minga.node.peering.Doorkeeper.Answer;
import coop.minga.node.peering.Doorkeeper.Knock;
import coop.minga.node.peering.Doorkeeper.Outcome;
import coop.minga.node.peering.Visitor;
import coop.minga.node.storage.RosterFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// How a node joins a federation that is there already: it knocks at its inviter's door until it is
/// on the roster, and then takes the charter and every certificate since as its own, each verified.
///
/// A knock may be repeated at will, also after a stop: the door knows the card by its invite.
public final class Joining {
  private final NodeDirectory directory;
  private final Invite invite;
  private final Bytes card;
  private final Visitor visitor;

  private Joining(NodeDirectory directory, Invite invite, Bytes card, TlsCertificate tls) {
    this.directory = directory;
    this.invite = invite;
    this.card = card;
    this.visitor = new Visitor(tls, invite.door().tls());
  }

  /// A node that `init` has made, with an invite.
  ///
  /// @throws UserError if it belongs to a federation already, or the invite is not one
  public static Joining of(NodeDirectory directory, String text) throws IOException {
    Invite invite =
        JoinWire.read(text)
            .orElseThrow(() ->
                new UserError(
                    "the invite",
                    "This is not an invite, or not all of it.",
                    "Copy the whole string that `minga invite` printed, from minga1. on."));
    if (Files.exists(directory.charter())) {
      throw new UserError(
          directory.root().toString(),
          "This node belongs to a federation already.",
          "Make another with `minga init` for another federation.");
    }
    if (!Files.exists(directory.card())) {
      throw new UserError(
          directory.root().toString(),
          "There is no node here.",
          "Make one with `minga init --dir %s`, and join then.".formatted(directory.root()));
    }
    MemberCard own = Founding.card(directory.card());
    KeyFiles keys = KeyFiles.load(directory.keys());
    TlsCertificate tls = new OwnTls(keys, own.id(), invite.federation()).get();
    return new Joining(directory, invite, RosterWire.encode(own), tls);
  }

  /// The invite.
  public Invite invite() {
    return invite;
  }

  /// What both sides must read the same, if nobody stands between them.
  public List<String> words() {
    return Invite.words(invite.nonce(), invite.door().tls(), Hash.sha256(card));
  }

  /// Knocks once.
  ///
  /// @throws IOException if no door of the invite's opens
  public Outcome knock() throws IOException {
    return answer(Optional.empty()).outcome();
  }

  /// Fetches the federation's papers and verifies them from genesis: the charter is the invite's,
  /// every change since is certified by those who voted on it, and the roster of the invite is
  /// among those that they lead through.
  ///
  /// @throws UserError if they are not that
  public RosterChain papers() throws IOException {
    return verified(fetched());
  }

  /// Takes the papers as the node's own, once it is on the roster; durable when it returns.
  ///
  /// @throws UserError if it is not on the roster that the papers show
  public RosterChain settle() throws IOException {
    JoinWire.FederationPapers papers = fetched();
    RosterChain chain = verified(papers);
    MemberCard own = RosterWire.decodeCard(card).orElseThrow();
    if (chain.current().member(own.id()).filter(own::equals).isEmpty()) {
      throw new UserError(
          "the papers",
          "They do not show " + own.id() + " with this node's card.",
          "Wait until the members have decided, or ask " + invite.door().inviter() + ".");
    }
    var files = new RosterFiles(directory.rosters());
    for (int i = 0; i < papers.certificates().size(); i++) {
      files.keep(i + 1, papers.certificates().get(i));
    }
    Files.write(directory.charter(), RosterWire.encode(papers.charter()).toArray());
    return chain;
  }

  private RosterChain verified(JoinWire.FederationPapers papers) {
    if (!papers.charter().federationId().equals(invite.federation())) {
      throw new UserError(
          "the papers",
          "They are of another federation than the invite.",
          "Do not go on; ask for another invite, by another way.");
    }
    RosterChain chain =
        Founding.chain("the papers", papers.charter(), papers.certificates(), new StrictVerifier());
    if (chain.roster(invite.roster()).isEmpty()) {
      throw new UserError(
          "the papers",
          "They do not lead through the roster that the invite names.",
          "Do not go on; ask for another invite, by another way.");
    }
    return chain;
  }

  private JoinWire.FederationPapers fetched() throws IOException {
    var all = new ByteArrayOutputStream();
    int size;
    do {
      Answer answer = answer(Optional.of(all.size()));
      size = answer.papersSize();
      if (size > JoinWire.MAX_PAPERS || (answer.papers().size() == 0 && all.size() < size)) {
        throw new IOException("the papers have " + size + " bytes and do not come");
      }
      all.writeBytes(answer.papers().toArray());
    } while (all.size() < size);
    return JoinWire.decodePapers(Bytes.of(all.toByteArray()))
        .orElseThrow(() -> new IOException("what came are no papers"));
  }

  private Answer answer(Optional<Integer> papersFrom) throws IOException {
    var knock = new Knock(invite.nonce(), card, visitor.own().pin(), papersFrom);
    IOException last = new IOException("no address");
    for (Endpoint each : invite.door().addresses()) {
      try {
        return visitor.knock(each.host(), each.port(), knock);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }
}
