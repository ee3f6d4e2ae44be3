package coop.minga.node.desk;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.federation.roster.Directory;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.storage.PolicyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps the file by which verifiers that are not ours judge this node's published checkpoint: who
/// witnesses it, by the keys that it names. Whoever changes its keys speaks by the old one on what
/// it cosigned before, and a quiet ledger may not grow for a day.
public final class PolicyDesk implements Desk {
  private final Exchange exchange;
  private final Path file;
  private final Origin ledger;
  private final List<Policy.Witness> outside;
  private Optional<SignedNote> published = Optional.empty();
  private Optional<Policy> written = Optional.empty();

  /// A desk that has written nothing.
  ///
  /// @param ledger whose checkpoints are judged
  /// @param outside who witnesses this member's ledger beside the members
  public PolicyDesk(Exchange exchange, Path file, Origin ledger, List<Policy.Witness> outside) {
    this.exchange = exchange;
    this.file = file;
    this.ledger = ledger;
    this.outside = List.copyOf(outside);
  }

  @Override
  public void recall(Recollection all) {
    write();
  }

  @Override
  public void rosterChanged(RosterCertificate certificate) {
    write();
  }

  @Override
  public void seen(Seen entry) {
    if (entry.said() instanceof Said.OfRoster(RosterStatement.Keys _)) {
      write();
    }
  }

  @Override
  public void tick() {
    if (!exchange.ownLedger().checkpoint().equals(published)) {
      write();
    }
  }

  private void write() {
    if (!exchange.roster().contains(exchange.self())) {
      return;
    }
    var rings = new TreeMap<MemberId, KeyRing>();
    exchange.roster().members().keySet().forEach(m -> rings.put(m, exchange.belonging().keys(m)));
    var directory = new Directory(exchange.roster(), rings);
    published = exchange.ownLedger().checkpoint();
    Witnesses witnesses =
        published
            .map(note -> directory.witnesses(ledger, note))
            .orElseGet(() -> directory.witnesses(ledger));
    write(witnesses.policy().and(outside));
  }

  private void write(Policy policy) {
    if (written.equals(Optional.of(policy))) {
      return;
    }
    try {
      PolicyFile.write(file, policy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written = Optional.of(policy);
  }
}
