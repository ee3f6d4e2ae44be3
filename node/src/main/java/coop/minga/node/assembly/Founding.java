package coop.minga.node.assembly;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.roster.Charter;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.NodeToml;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.storage.NodeLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How a federation begins: each founder makes a node and shows its card; somebody writes the cards
/// and the rules into a charter; each founder signs it; each node takes the charter that all have
/// signed.
public final class Founding {
  private static final String RESTORE =
      "Bring back the directory `rosters` of this node, or let another member invite it anew.";

  private Founding() {}

  /// What a member shows of itself.
  ///
  /// @param id its name in the federation
  /// @param displayName what people read
  /// @param endpoint where its node listens
  /// @param trains whether it has sales and takes part in learning
  /// @param social whether it may take donations
  public record Founder(
      MemberId id, String displayName, Endpoint endpoint, boolean trains, boolean social) {}

  /// Makes a node's directory: keys, settings, card.
  ///
  /// @throws UserError if there is a node already
  public static MemberCard init(NodeDirectory directory, Founder founder, SecureRandom random)
      throws IOException {
    return init(directory, founder, Optional.empty(), random);
  }

  /// Makes the directory of a node whose organisation may keep its root key elsewhere.
  ///
  /// @param root the public half of that key
  /// @throws UserError if there is a node already
  public static MemberCard init(
      NodeDirectory directory, Founder founder, Optional<PublicKey> root, SecureRandom random)
      throws IOException {
    directory.create();
    KeyFiles keys = KeyFiles.create(directory.keys(), root, random);
    if (!Files.exists(directory.config())) {
      Files.writeString(directory.config(), settings(founder));
    }
    var card =
        new MemberCard(
            founder.id(),
            keys.publicKeys(),
            founder.endpoint(),
            founder.displayName(),
            founder.trains(),
            founder.social());
    Files.write(directory.card(), RosterWire.encode(card).toArray());
    return card;
  }

  /// Reads a card.
  public static MemberCard card(Path file) throws IOException {
    return RosterWire.decodeCard(Bytes.of(Files.readAllBytes(file)))
        .orElseThrow(() ->
            new UserError(
                file.toString(),
                "This is not a member's card.",
                "Give the file `card` of a node."));
  }

  /// Writes a charter that nobody has signed yet.
  public static SignedCharter draft(
      String name, Instant founded, List<MemberCard> cards, Rules rules) {
    List<MemberCard> sorted = cards.stream().sorted(Comparator.comparing(MemberCard::id)).toList();
    try {
      return RosterWire.unsigned(new Charter(name, founded, sorted, rules));
    } catch (IllegalArgumentException e) {
      throw new UserError("charter", e.getMessage() + ".", "Ask for another card or rule.", e);
    }
  }

  /// Signs a charter as the member of a directory.
  ///
  /// @throws UserError if the charter does not hold this node's own card
  public static SignedCharter sign(NodeDirectory directory, SignedCharter charter)
      throws IOException {
    MemberCard own = card(directory.card());
    if (!charter.charter().founders().contains(own)) {
      throw new UserError(
          directory.root().toString(),
          "The charter does not hold this node's card as it is.",
          "Draft it again with " + directory.card() + ".");
    }
    Signer root =
        KeyFiles.load(directory.keys())
            .root()
            .orElseThrow(() ->
                new UserError(
                    directory.root().toString(),
                    "The root key of " + own.id() + " is not here.",
                    "Take the charter to where it is: minga root sign charter."));
    return charter.signedBy(own.id(), root);
  }

  /// Moves a node's root key out into a file, and keeps its public half.
  ///
  /// @throws UserError if it is not there, or a process runs the node
  public static void takeRootOut(NodeDirectory directory, Path file) throws IOException {
    try (var _ = NodeLock.take(directory.root())) {
      KeyFiles.load(directory.keys()).takeRootOut(file);
    }
  }

  /// Takes a charter that all founders have signed as the node's own.
  ///
  /// @throws UserError if a signature is missing or wrong
  public static Roster adopt(NodeDirectory directory, SignedCharter charter) throws IOException {
    Roster roster = roster("charter", charter, new StrictVerifier());
    Files.write(directory.charter(), RosterWire.encode(charter).toArray());
    return roster;
  }

  /// Reads a charter.
  public static SignedCharter charter(Path file) throws IOException {
    return RosterWire.decode(Bytes.of(Files.readAllBytes(file)))
        .orElseThrow(() ->
            new UserError(
                file.toString(), "This is not a charter.", "Draft one: minga charter draft."));
  }

  /// The rosters of a charter and of the certificates of every change since, in order.
  ///
  /// @throws UserError if one of them does not follow
  public static RosterChain chain(
      String where, SignedCharter charter, List<Bytes> certificates, SignatureVerifier verifier) {
    RosterChain chain = RosterChain.of(roster(where, charter, verifier));
    for (Bytes written : certificates) {
      chain = chain.plus(next(where, chain.current(), written, verifier));
    }
    return chain;
  }

  private static Roster next(
      String where, Roster parent, Bytes written, SignatureVerifier verifier) {
    String number = "certificate " + (parent.number() + 1) + " of " + where;
    RosterCertificate certificate =
        RosterWire.decodeCertificate(written)
            .orElseThrow(() -> new UserError(number, "This is not a certificate.", RESTORE));
    return switch (certificate.check(parent, verifier, RosterCertificate.FirstWords.UNKNOWN)) {
      case RosterCertificate.Check.Holds(var next) -> next;
      case RosterCertificate.Check.Refused(var fault) ->
          throw new UserError(
              number, "It does not show a roster: " + fault.sentence() + ".", RESTORE);
    };
  }

  /// The roster of a charter in force.
  static Roster roster(String where, SignedCharter charter, SignatureVerifier verifier) {
    charter
        .check(verifier)
        .ifPresent(flaw -> {
          throw new UserError(
              where,
              "The charter is not in force: " + flaw.sentence() + ".",
              "Let every founder sign it: minga charter sign.");
        });
    return Roster.of(charter, verifier);
  }

  private static String settings(Founder founder) {
    return NodeToml.example()
        .replaceFirst("(?m)^name = \"\"$", "name = \"" + founder.id() + "\"")
        .replaceFirst(
            "(?m)^display-name = \"\"$",
            "display-name = \""
                + founder.displayName().replace("\"", "'").replace("\\", "/")
                + "\"")
        .replaceFirst("(?m)^host = .*$", "host = \"" + founder.endpoint().host() + "\"")
        .replaceFirst("(?m)^port = .*$", "port = " + founder.endpoint().port());
  }
}
