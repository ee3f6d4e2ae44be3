package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import java.nio.ByteBuffer;

/// A book entry of another member's, as it is kept: length of the name, name, index, frame.
record ToldRecord(MemberId author, long index, Bytes frame) {
  Bytes encode() {
    Bytes name = Bytes.utf8(author.name());
    return Bytes.of(
        ByteBuffer.allocate(1 + name.size() + Long.BYTES + frame.size())
            .put((byte) name.size())
            .put(name.toArray())
            .putLong(index)
            .put(frame.toArray())
            .array());
  }

  static ToldRecord decode(Bytes record) {
    int nameEnd = 1 + record.at(0);
    int frameStart = nameEnd + Long.BYTES;
    return new ToldRecord(
        new MemberId(record.slice(1, nameEnd).toUtf8()),
        ByteBuffer.wrap(record.slice(nameEnd, frameStart).toArray()).getLong(),
        record.slice(frameStart, record.size()));
  }
}
