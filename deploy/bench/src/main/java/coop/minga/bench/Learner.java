package coop.minga.bench;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.wire.Said;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.desk.Trainer;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A member's node, which may end and be started anew.
final class Learner {
  private final RoundsOfNodes.Plan plan;
  private final Members members;
  private final int place;
  private final HeardOfRounds heard;
  private final Set<Long> ended = ConcurrentHashMap.newKeySet();
  private RunningNode node;

  Learner(RoundsOfNodes.Plan plan, Members members, int place, HeardOfRounds heard)
      throws IOException {
    this.plan = plan;
    this.members = members;
    this.place = place;
    this.heard = heard;
    this.node = started();
  }

  int place() {
    return place;
  }

  RunningNode node() {
    return node;
  }

  MemberId id() {
    return members.id(place);
  }

  private RunningNode started() throws IOException {
    var mortal =
        new Mortal(
            id(),
            heard,
            new Quick(place, plan.parameters()),
            epoch -> plan.ends(place, epoch) && !ended.contains(epoch));
    return RunningNode.start(members.directories().get(place), mortal, loop -> loop.add(mortal));
  }

  boolean hasEnded() {
    return node.ended().isDone();
  }

  /// Its loop has ended; what a process has beside it ends, too.
  void end(long epoch) throws IOException {
    node.close();
    ended.add(epoch);
  }

  void startAgain() throws IOException {
    node = started();
  }

  /// Whether a node ends in an epoch.
  private interface Ends {
    boolean in(long epoch);
  }

  /// Tells what its node said; and ends the node once its update is asked for, which it never hands
  /// over then, and a quorum holds what it dealt.
  private static final class Mortal implements Desk, Trainer {
    private final MemberId self;
    private final HeardOfRounds heard;
    private final Quick trainer;
    private final Ends ends;
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile long asked;
    private long dealt;

    Mortal(MemberId self, HeardOfRounds heard, Quick trainer, Ends ends) {
      this.self = self;
      this.heard = heard;
      this.trainer = trainer;
      this.ends = ends;
    }

    @Override
    public void recall(Recollection all) {}

    @Override
    public void met(MemberId peer) {
      heard.met(self, peer);
    }

    @Override
    public void seen(Seen entry) {
      if (entry.author().equals(self) && entry.said() instanceof Said.OfLearning(var says)) {
        switch (says) {
          case Masked masked -> heard.masked(masked.epoch(), self);
          case Freeze freeze -> heard.frozen(freeze.epoch());
          default -> {}
        }
      }
    }

    @Override
    public void witnessed(Seen entry) {
      if (entry.author().equals(self) && entry.said() instanceof Said.OfLearning(Deal deal)) {
        dealt = deal.epoch();
      }
    }

    @Override
    public void tick() {
      if (asked > 0 && dealt == asked) {
        throw new IllegalStateException("this node ends here, for the figure");
      }
    }

    @Override
    public Encoding encoding() {
      return trainer.encoding();
    }

    @Override
    public ModelVersion seeded(Hash federation) {
      return trainer.seeded(federation);
    }

    @Override
    public Optional<Update> train(ModelVersion base, long epoch) throws IOException {
      if (ends.in(epoch)) {
        asked = epoch;
        try {
          never.await(); // until the node that ends interrupts its work
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("the node has ended", e);
        }
      }
      return trainer.train(base, epoch);
    }

    @Override
    public Adoption adopt(ModelVersion version) {
      return trainer.adopt(version);
    }
  }
}
