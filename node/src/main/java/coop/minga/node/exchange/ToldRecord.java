package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.peering.PeerFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;

/// A book entry of another member's with the proof that it stands in that book, as it is kept:
/// length of the name, name, index, tree size, hashes of the proof by number, length of the note,
/// note, frame.
///
/// @param author whose book
/// @param told what it told
public record ToldRecord(MemberId author, PeerFrame.Told told) {
  /// The kept bytes.
  public Bytes encode() {
    Bytes name = Bytes.utf8(author.name());
    int size =
        1
            + name.size()
            + 2 * Long.BYTES
            + 1
            + told.proof().size() * Hash.SIZE
            + Integer.BYTES
            + told.bookNote().size()
            + told.frame().size();
    ByteBuffer out = ByteBuffer.allocate(size).put((byte) name.size()).put(name.toArray());
    out.putLong(told.index()).putLong(told.treeSize()).put((byte) told.proof().size());
    told.proof().forEach(hash -> out.put(hash.value().toArray()));
    out.putInt(told.bookNote().size()).put(told.bookNote().toArray());
    return Bytes.of(out.put(told.frame().toArray()).array());
  }

  /// Reads what [#encode] wrote.
  public static ToldRecord decode(Bytes record) {
    ByteBuffer in = ByteBuffer.wrap(record.toArray());
    var author = new MemberId(take(in, in.get()).toUtf8());
    long index = in.getLong();
    long treeSize = in.getLong();
    var proof = new ArrayList<Hash>();
    for (int rest = in.get(); rest > 0; rest--) {
      proof.add(new Hash(take(in, Hash.SIZE)));
    }
    Bytes note = take(in, in.getInt());
    Bytes frame = take(in, in.remaining());
    return new ToldRecord(author, new PeerFrame.Told(frame, index, treeSize, proof, note));
  }

  private static Bytes take(ByteBuffer in, int size) {
    byte[] bytes = new byte[size];
    in.get(bytes);
    return Bytes.of(bytes);
  }
}
