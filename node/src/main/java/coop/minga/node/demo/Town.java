package coop.minga.node.demo;

import coop.minga.federation.identity.MemberId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Everything that the nodes of a demonstration are told on its first morning, member by member.
///
/// The same seed and size give the same bytes on every machine.
///
/// @param morning the day on whose morning the demonstration's clock starts
/// @param members retailers first, the largest at the head, then takers
/// @param invented what was made up, in sentences that may be printed
/// @param followed the lot whose way is told
public record Town(
    long seed,
    LocalDate morning,
    List<TownMember> members,
    List<String> invented,
    Followed followed) {
  /// Days from the first morning on whose customers are known: [TownMember#afterwards].
  public static final int DAYS_AFTERWARDS = 3;

  /// Where every town lies.
  public static final ZoneId ZONE = ZoneId.of("America/Santiago");

  /// Copies the lists.
  public Town {
    members = List.copyOf(members);
    invented = List.copyOf(invented);
  }

  /// Invents a town.
  public static Town generate(long seed, TownSize size) {
    return new TownMaker(seed, size).make();
  }

  /// Those who sell.
  public List<TownMember> retailers() {
    return members.stream().filter(TownMember::trains).toList();
  }

  /// Those who give to people.
  public List<TownMember> takers() {
    return members.stream().filter(TownMember::social).toList();
  }

  /// The member of that name.
  public Optional<TownMember> member(MemberId id) {
    return members.stream().filter(member -> member.id().equals(id)).findFirst();
  }

  /// Writes a directory for each member, named after it, with the tables that its node imports.
  /// Nothing of [TownMember#afterwards] is written.
  ///
  /// @param directory made if it is not there
  public void writeTo(Path directory) throws IOException {
    for (TownMember member : members) {
      TownFiles.write(member.tables(), directory.resolve(member.id().name()));
    }
  }
}
