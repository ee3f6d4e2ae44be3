package coop.minga.node.assembly;

import com.google.gson.JsonObject;
import coop.minga.federation.decision.Terms;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.MlDsaKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.roster.Endpoint;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.desk.CarryingDesk;
import coop.minga.node.desk.DemandTrainer;
import coop.minga.node.desk.DisclosureDesk;
import coop.minga.node.desk.DoorDesk;
import coop.minga.node.desk.EgressDesk;
import coop.minga.node.desk.EvidenceDesk;
import coop.minga.node.desk.Foresight;
import coop.minga.node.desk.GivingDesk;
import coop.minga.node.desk.KeyDesk;
import coop.minga.node.desk.LearningDesk;
import coop.minga.node.desk.LogDesk;
import coop.minga.node.desk.Lookout;
import coop.minga.node.desk.NeedDesk;
import coop.minga.node.desk.OutlookDesk;
import coop.minga.node.desk.OwnModelDesk;
import coop.minga.node.desk.PeopleDesk;
import coop.minga.node.desk.PolicyDesk;
import coop.minga.node.desk.RecallDesk;
import coop.minga.node.desk.RosterDesk;
import coop.minga.node.desk.SealingDesk;
import coop.minga.node.desk.SettlementDesk;
import coop.minga.node.desk.ShadowDesk;
import coop.minga.node.desk.StatusDesk;
import coop.minga.node.desk.TakingDesk;
import coop.minga.node.desk.Trainer;
import coop.minga.node.desk.WatchDesk;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.NodeLoop;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.MlDsa;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.peering.FrameKind;
import coop.minga.node.peering.Traffic;
import coop.minga.node.witness.WitnessDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A node's desks, one method a feature.
///
/// @param loop the loop they belong to
/// @param directory the node's
/// @param config its settings
record Desks(NodeLoop loop, NodeDirectory directory, NodeConfig config) {
  /// Windows that one local epoch of the common model sees at most.
  private static final int WINDOWS_PER_EPOCH = 12_000;

  private static final int FINE_TUNE_EPOCHS = 4;

  /// @param trainer learns instead of the usual one, if there is one
  void add(
      BlobShelf blobs,
      Supplier<Map<MemberId, Map<FrameKind, Traffic>>> traffic,
      Optional<Trainer> trainer)
      throws IOException {
    Supplier<JsonObject> outside = outside();
    loop.add(new EgressDesk(exchange(), traffic));
    loop.add(new LogDesk());
    loop.add(new EvidenceDesk(exchange(), () -> exchange().belonging().judge()));
    seal();
    learn(blobs, trainer.orElseGet(this::trainer));
    Trade trade = trade(lookAhead());
    var watch =
        new WatchDesk(
            exchange(), new Lookout(directory), config.watch(), trade.giving()::unoffered);
    loop.add(watch);
    loop.add(
        new StatusDesk(
            exchange(),
            new StatusDesk.Sources(
                traffic,
                outside,
                watch::summary,
                trade.giving(),
                trade.taking(),
                trade.carrying())));
  }

  /// Both sides of the negotiation, and who carries between them.
  private record Trade(GivingDesk giving, TakingDesk taking, CarryingDesk carrying) {}

  /// The second signature on checkpoints, if it is wanted, and the key to check it by.
  private void seal() throws IOException {
    if (config.ledger().mlDsa()) {
      MlDsa signer = MlDsa.in(directory.keys(), new SecureRandom());
      var key = new MlDsaKey(exchange().ownLedger().key().name(), signer.publicKey());
      Files.writeString(directory.secondKey(), key.verifierKey() + "\n");
      loop.add(new SealingDesk(exchange()::ownLedger, signer));
    }
  }

  /// Witnesses outside, if any are named; how it is with them.
  private Supplier<JsonObject> outside() {
    if (config.witnesses().outside().isEmpty()) {
      return JsonObject::new;
    }
    var desk = new WitnessDesk(exchange(), new StrictVerifier(), config.witnesses().outside());
    loop.add(desk);
    return desk::told;
  }

  /// Who belongs: decisions on it, and the door for those who do not yet.
  DoorDesk belong(KeyFiles keys, Origin ledger) throws IOException {
    var rosters = new RosterDesk(exchange(), Terms.USUAL);
    loop.add(rosters);
    var house =
        new DoorDesk.House(
            Founding.charter(directory.charter()),
            keys::entry,
            () -> keys.publicKeys().tls(),
            new Endpoint(config.peers().host(), config.peers().port()));
    var door = new DoorDesk(exchange(), rosters, house, new SecureRandom());
    loop.add(door);
    loop.add(new KeyDesk(exchange(), rosters, keys, new StrictVerifier(), new SecureRandom()));
    loop.add(new PolicyDesk(exchange(), directory.policy(), ledger, config.witnesses().outside()));
    return door;
  }

  private Trainer trainer() {
    var effort = new DemandModel.Effort(WINDOWS_PER_EPOCH, FINE_TUNE_EPOCHS);
    var plan =
        new DemandTrainer.Plan(
            architecture(config.learning().models().common()),
            architecture(config.learning().models().own()),
            effort,
            Math.max(1, config.learning().epochs()));
    return new DemandTrainer(directory, plan, config.learning().privacy());
  }

  private void learn(BlobShelf blobs, Trainer trainer) throws IOException {
    var parts =
        LearningDesk.Parts.in(directory, config.learning(), trainer, blobs, new SecureRandom());
    var learning = new LearningDesk(exchange(), parts);
    loop.add(learning);
    loop.add(new OwnModelDesk(exchange(), trainer, learning, config.learning().start()));
  }

  private static Architecture architecture(NodeConfig.Model model) {
    return switch (model) {
      case ROW64 -> Architecture.ROW64;
      case GRU32 -> Architecture.GRU32;
    };
  }

  private OutlookDesk lookAhead() {
    ZoneId zone = exchange().roster().rules().time().zone();
    var desk = new OutlookDesk(exchange(), new Foresight(directory, zone));
    loop.add(desk);
    return desk;
  }

  private Trade trade(OutlookDesk outlook) {
    var recalls = new RecallDesk(exchange());
    loop.add(recalls);
    var needs = new NeedDesk(exchange(), outlook);
    loop.add(needs);
    var settlements = new SettlementDesk(exchange());
    loop.add(settlements);
    loop.add(new PeopleDesk(exchange(), settlements));
    var giving = new GivingDesk(exchange(), outlook, recalls, settlements, config.policy());
    loop.add(giving);
    loop.add(new DisclosureDesk(exchange(), giving));
    var carrying = new CarryingDesk(exchange());
    loop.add(carrying);
    var taking =
        new TakingDesk(
            exchange(),
            new TakingDesk.Asked(outlook, needs, recalls, settlements),
            config.taker(),
            config.policy());
    loop.add(taking);
    loop.add(
        new ShadowDesk(
            exchange(),
            new ShadowDesk.Asked(outlook, needs, settlements.rules(), giving::unoffered),
            config.taker(),
            config.policy().shadowUntil()));
    return new Trade(giving, taking, carrying);
  }

  private Exchange exchange() {
    return loop.exchange();
  }
}
