package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.fuzz.Mutation;
import coop.minga.federation.identity.Bytes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerParsersHoldTest {
  private static final long SEED = Long.getLong("seed", 20261126L);
  private static final int MUTATIONS = 5_000;

  @ParameterizedTest
  @EnumSource
  void whatANodeSaysIsRead(PeerParser parser) throws InvalidProtocolBufferException {
    for (Bytes seed : parser.seeds()) {
      parser.readable(seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsChangedIsReadOrRefusedAndNothingElseHappens(PeerParser parser) {
    var dice = new Random(SEED);
    List<Bytes> seeds = parser.seeds();
    for (int i = 0; i < MUTATIONS; i++) {
      Bytes changed = Mutation.of(seeds, dice);
      try {
        parser.read(changed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(parser + " on " + changed + ", seed " + SEED, e);
      }
    }
  }

  @Test
  void whatIsNoMessageIsRefusedAsSuch() {
    Bytes noise = Bytes.hex("ffffffff");
    assertThrows(InvalidProtocolBufferException.class, () -> PeerParser.FRAME.readable(noise));
    assertThrows(IllegalArgumentException.class, () -> PeerParser.KNOCK.readable(noise));
    assertThrows(IllegalArgumentException.class, () -> PeerParser.DOOR_ANSWER.readable(noise));
  }
}
