package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.exchange.ToldRecord;
import coop.minga.proto.v1.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A parser of what a session or a stranger sends, with what must hold for every input: it says no
/// as a parser does and throws nothing else, and what it takes it would send on unchanged.
///
/// Unlike what is signed these are carried: other bytes may say the same.
public enum PeerParser {
  /// A frame of a session; of a told entry, also how it is kept.
  FRAME {
    @Override
    List<Bytes> seeds() {
      return frames().stream()
          .map(frame -> Bytes.of(FrameWire.encode(frame).toByteArray()))
          .toList();
    }

    @Override
    void readable(Bytes input) throws InvalidProtocolBufferException {
      Optional<PeerFrame> read = FrameWire.decode(Frame.parseFrom(input.toArray()));
      if (read.isPresent()) {
        assertEquals(read, FrameWire.decode(FrameWire.encode(read.get())));
      }
      if (read.orElse(null) instanceof PeerFrame.Told told) {
        var kept = new ToldRecord(new MemberId("tia"), told);
        assertEquals(kept, ToldRecord.decode(kept.encode()));
      }
    }
  },

  /// What a stranger says at the door.
  KNOCK {
    @Override
    List<Bytes> seeds() {
      return List.of(
          DoorWire.encode(new Doorkeeper.Knock(SOME, SOME, HASH, Optional.empty())),
          DoorWire.encode(new Doorkeeper.Knock(SOME, SOME, HASH, Optional.of(77))));
    }

    @Override
    void readable(Bytes input) {
      Doorkeeper.Knock read = DoorWire.decodeKnock(input, HASH);
      assertEquals(read, DoorWire.decodeKnock(DoorWire.encode(read), HASH));
    }
  },

  /// What the door says to it.
  DOOR_ANSWER {
    @Override
    List<Bytes> seeds() {
      return List.of(
          DoorWire.encode(new Doorkeeper.Answer(new Doorkeeper.Outcome.Admitted(), 9, SOME)),
          DoorWire.encode(
              new Doorkeeper.Answer(new Doorkeeper.Outcome.Waiting("one more"), 0, SOME)),
          DoorWire.encode(
              new Doorkeeper.Answer(new Doorkeeper.Outcome.TurnedAway("declined"), 0, SOME)));
    }

    @Override
    void readable(Bytes input) {
      Doorkeeper.Answer read = DoorWire.decodeAnswer(input);
      assertEquals(read, DoorWire.decodeAnswer(DoorWire.encode(read)));
    }
  };

  private static final Bytes SOME = Bytes.utf8("sixteen bytes or so");
  private static final Hash HASH = Hash.sha256(SOME);
  private static final String ORIGIN = "0123456789abcdef/almacen/ledger";

  /// Prints the parsers' names, or writes one's seeds into a directory: `NAME DIRECTORY`.
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 2) {
      int number = 0;
      for (Bytes seed : valueOf(arguments[0]).seeds()) {
        Files.write(Path.of(arguments[1]).resolve("seed-" + number++), seed.toArray());
      }
      return;
    }
    for (PeerParser parser : values()) {
      System.out.println(parser);
    }
  }

  /// One input of each sort.
  abstract List<Bytes> seeds();

  /// Reads an input, or says no by [IllegalArgumentException] or what protobuf says it by.
  abstract void readable(Bytes input) throws InvalidProtocolBufferException;

  /// Reads an input and checks what must hold.
  public void read(Bytes input) {
    try {
      readable(input);
    } catch (IllegalArgumentException | InvalidProtocolBufferException _) {
      // what breaks the rules is a fault of the sender's, and ends its session
    }
  }

  private static List<PeerFrame> frames() {
    var frames = new ArrayList<PeerFrame>();
    var origin = new PeerFrame.OriginFrontier(ORIGIN, 7, SOME);
    frames.add(new PeerFrame.Frontier(true, List.of(origin, origin)));
    frames.add(new PeerFrame.Frontier(false, true, List.of(origin)));
    frames.add(new PeerFrame.Want(ORIGIN, 3, 9));
    frames.add(new PeerFrame.Entries(ORIGIN, 3, List.of(SOME, SOME), SOME));
    frames.add(new PeerFrame.Entries(ORIGIN, 3, List.of(), SOME));
    frames.add(new PeerFrame.Cosignature(ORIGIN, 7, SOME));
    frames.add(new PeerFrame.Told(SOME, 2, 7, List.of(HASH, HASH, HASH), SOME));
    frames.add(new PeerFrame.Rosters(2, HASH, List.of(HASH, HASH)));
    frames.add(new PeerFrame.Opening(SOME));
    frames.add(new PeerFrame.Ping(HASH));
    frames.add(new PeerFrame.Pong(HASH));
    frames.add(new PeerFrame.Goodbye("tired"));
    return frames;
  }
}
