package coop.minga.federation.audit;

import static java.util.stream.Collectors.joining;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.EvidenceFault;
import coop.minga.federation.judgement.Fault;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Succession;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.roster.KeyFault;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.VetoReason;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Something that an auditor tells.
public sealed interface Finding {
  /// What it is, in a plain sentence without its full stop.
  String sentence();

  /// Whether it makes the verdict "NOT verified". Only a [Note] does not.
  default boolean refutes() {
    return true;
  }

  // ---- The file

  /// The file is not in the one form that a bundle has.
  ///
  /// @param place the part, or what of it
  record NotCanonical(String place, String why) implements Finding {
    @Override
    public String sentence() {
      return place + " " + why;
    }
  }

  /// An entry is not what its author signed: the bundle was changed after it was made.
  record EntryChanged(TreeName tree, long index) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " changed after signing";
    }
  }

  /// The charter is none, or not in force.
  record BadCharter(String why) implements Finding {
    @Override
    public String sentence() {
      return "the charter " + why;
    }
  }

  /// The bundle is of another federation than the one that the auditor knows.
  record OtherFederation(Hash expected, Hash found) implements Finding {
    @Override
    public String sentence() {
      return "this is a bundle of federation " + found + ", not of " + expected;
    }
  }

  /// The manifest is none, or not its maker's.
  record BadManifest(String why) implements Finding {
    @Override
    public String sentence() {
      return "the manifest " + why;
    }
  }

  /// A part is not as the manifest lists it.
  record BadPart(String part, String why) implements Finding {
    @Override
    public String sentence() {
      return part + " " + why;
    }
  }

  // ---- Recalls

  /// A member gave or took what it knew to be recalled.
  record RecalledGoods(TreeName tree, long index, String lot, MemberId calledBy)
      implements Finding {
    @Override
    public String sentence() {
      return "entry %d of %s goes on with lot %s, and its author knew that %s had recalled it"
          .formatted(index, tree, lot, calledBy);
    }
  }

  /// A lot was stopped, and the promises of it dropped, by a recall of something else.
  record HaltedWithoutCause(TreeName tree, long index, String lot) implements Finding {
    @Override
    public String sentence() {
      return "entry %d of %s stops lot %s by a recall that does not cover it"
          .formatted(index, tree, lot);
    }
  }

  // ---- Trees

  /// A checkpoint cannot be relied upon.
  ///
  /// @param part where it stands
  record BadCheckpoint(String part, String why) implements Finding {
    @Override
    public String sentence() {
      return "the checkpoint " + part + " is not valid: " + why;
    }
  }

  /// Fewer than a quorum stand by a ledger.
  ///
  /// @param have its owner among them
  record NotWitnessed(TreeName tree, int have, int needed) implements Finding {
    @Override
    public String sentence() {
      return tree + " is witnessed by " + Counted.members(have) + " and needs " + needed;
    }
  }

  /// There are fewer entries than the checkpoint covers, or more.
  record SizeDiffers(TreeName tree, long signed, long there) implements Finding {
    @Override
    public String sentence() {
      return tree + " was signed at " + signed + " entries, and " + there + " are here";
    }
  }

  /// The auditor knows of more entries than are here.
  record ShorterThanKnown(TreeName tree, long known, long there) implements Finding {
    @Override
    public String sentence() {
      return tree + " is known to have " + known + " entries, and " + there + " are here";
    }
  }

  /// The entries are not those that the checkpoint covers.
  record RootDiffers(TreeName tree, long size) implements Finding {
    @Override
    public String sentence() {
      return "the first " + size + " entries of " + tree + " are not those that were signed for";
    }
  }

  /// A member signed two histories of one tree.
  record Forked(TreeName tree, long size) implements Finding {
    @Override
    public String sentence() {
      return tree.owner() + " signed two histories of " + tree + ", both of " + size + " entries";
    }
  }

  /// A leaf of a signed tree that counts for nothing, and that no honest node enters.
  record BadEntry(TreeName tree, long index, Fault why) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " " + why.words();
    }
  }

  /// A ledger was begun anew without the right to.
  record BadSuccession(TreeName tree, long index, Succession.Flaw why) implements Finding {
    @Override
    public String sentence() {
      return "from entry "
          + index
          + " on, "
          + tree
          + " is no ledger of its owner's: the next generation does not begin, "
          + why.sentence();
    }
  }

  // ---- Rosters and keys

  /// What should show that a roster was decided shows nothing.
  ///
  /// @param number of changes since the charter
  record BadCertificate(int number, String why) implements Finding {
    @Override
    public String sentence() {
      return "what should show that roster " + number + " was decided shows nothing: " + why;
    }
  }

  /// The auditor knows of a roster that is not of this chain.
  record OtherRoster(Hash known, Hash newest) implements Finding {
    @Override
    public String sentence() {
      return "the roster that this bundle ends with ("
          + newest.brief()
          + ") is not the one on your slip ("
          + known.brief()
          + "), nor does it follow from that";
    }
  }

  /// The first checkpoint that covers a change of keys is not signed by the old key and the new
  /// one.
  record NotByAllKeys(TreeName tree, long size) implements Finding {
    @Override
    public String sentence() {
      return "the checkpoint of "
          + tree
          + " at "
          + size
          + " entries is the first after a change of keys and not signed by the old key and the"
          + " new one";
    }
  }

  /// A checkpoint is said to be witnessed and covers an ADOPT of a roster that nobody knows.
  record ByUnknownWitnesses(TreeName tree) implements Finding {
    @Override
    public String sentence() {
      return tree + " adopts a roster that is not here, so that nobody can say who must witness it";
    }
  }

  /// A policy is not the one that follows from rosters and keys.
  record OtherPolicy(TreeName tree, String why) implements Finding {
    @Override
    public String sentence() {
      return "the policy of " + tree + " " + why;
    }
  }

  /// The proof of a single entry proves nothing.
  record BadProof(TreeName tree, long index, String why) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " is not proven: " + why;
    }
  }

  // ---- Books

  /// A commitment to a book is not opened, or says something else than the book.
  ///
  /// @param index of the BOOK entry in the ledger
  record BookDiffers(MemberId owner, long index, String why) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + owner + "/ledger commits to a book " + why;
    }
  }

  /// An entry that somebody was told is not in its author's book.
  record ToldDiffers(MemberId author, long index, String why) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + author + "/book, as it was told to others, " + why;
    }
  }

  // ---- What was opened

  /// What is opened is not what was committed to.
  record OpeningDiffers(TreeName tree, long index, String why) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " is not opened rightly: " + why;
    }
  }

  /// There is an opening, and no entry of that member's that hides anything by that name.
  record OpensNothing(MemberId owner, EntryId entry) implements Finding {
    @Override
    public String sentence() {
      return "an opening by "
          + owner
          + " is of an entry ("
          + entry.brief()
          + ") that hides nothing";
    }
  }

  /// A member showed more to an auditor than it let it see.
  record BeyondScope(TreeName tree, long index, String what) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " " + what;
    }
  }

  // ---- What entries say of each other

  /// An entry rests on one that is not there.
  ///
  /// @param what kind of entry it should be
  record Dangling(TreeName tree, long index, String what) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " rests on " + what + " that is not in the bundle";
    }
  }

  /// An alert did not climb as it says, or was answered or ended by somebody who may not.
  ///
  /// @param what to follow the entry
  record AlertAmiss(TreeName tree, long index, String what) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " " + what;
    }
  }

  /// Members came to different results of one model epoch.
  record ResultsDiffer(long epoch, MemberId one, MemberId other) implements Finding {
    @Override
    public String sentence() {
      return one + " and " + other + " came to different results of model epoch " + epoch;
    }
  }

  /// A member said that a model epoch came to a version, and what members entered shows another.
  record VersionNotBorneOut(long epoch, MemberId member, String why) implements Finding {
    @Override
    public String sentence() {
      return "model epoch " + epoch + " did not come to what " + member + " says: " + why;
    }
  }

  /// A member bound itself to results of one model epoch from two versions.
  record BoundTwice(long epoch, MemberId member) implements Finding {
    @Override
    public String sentence() {
      return member + " committed itself to results of model epoch " + epoch + " from two versions";
    }
  }

  /// A giver entered what its own rules do not give.
  record NotAsReplayed(TreeName tree, long index, EntryId entry, String why) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + ": " + why;
    }
  }

  /// A giver's entries are such that no stall could take them.
  record CannotReplay(MemberId giver, String why) implements Finding {
    @Override
    public String sentence() {
      return "the lots of " + giver + " cannot be replayed: " + why;
    }
  }

  /// A carrier says what no carrier may: of its own words one contradicts another, or food changed
  /// hands that was too warm, or hot food that had cooled.
  record UnfitCarriage(TreeName tree, long index, String why) implements Finding {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + ": " + why;
    }
  }

  // ---- What is told and refutes nothing

  /// Something worth knowing.
  sealed interface Note extends Finding {
    @Override
    default boolean refutes() {
      return false;
    }
  }

  /// How often a giver let takers have none of a lot, and why.
  record Excluded(MemberId giver, SortedMap<VetoReason, Integer> reasons) implements Note {
    /// Copies.
    public Excluded {
      reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    }

    @Override
    public String sentence() {
      return reasons.entrySet().stream()
          .map(each -> each.getValue() + " for " + each.getKey().word())
          .collect(joining(", ", giver + " let a taker have none of a lot: ", ""));
    }
  }

  /// What became of a giver's lots that no member took, as it says itself.
  ///
  /// @param grams by outlet
  record WentElsewhere(MemberId giver, SortedMap<Outlet, Long> grams) implements Note {
    private static final double PER_KILOGRAM = 1000;

    /// Copies.
    public WentElsewhere {
      grams = Collections.unmodifiableSortedMap(new TreeMap<>(grams));
    }

    @Override
    public String sentence() {
      return grams.entrySet().stream()
          .map(each ->
              String.format(
                  Locale.ROOT, "%.1f kg %s", each.getValue() / PER_KILOGRAM, each.getKey().word()))
          .collect(joining(", ", "of what no member took of " + giver + "'s lots: ", ""));
    }
  }

  /// An entry of a known kind whose payload is none: it counts for nothing. An honest node enters
  /// none; an entry that rests on it is [Dangling].
  record VoidEntry(TreeName tree, long index, Fault.BadPayload why) implements Note {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " " + why.words();
    }
  }

  /// An entry dated ahead of all that its witnesses knew: without effect until then.
  record HeldEntry(TreeName tree, long index, Instant until) implements Note {
    @Override
    public String sentence() {
      return "entry " + index + " of " + tree + " is dated ahead and has no effect before " + until;
    }
  }

  /// What a member says of its keys counts for nothing.
  record VoidKeys(TreeName tree, long index, KeyFault why) implements Note {
    @Override
    public String sentence() {
      return "what entry %d of %s says of keys counts for nothing: %s"
          .formatted(index, tree, why.sentence());
    }
  }

  /// An entry that was witnessed after its key was somebody else's: it counts for nothing.
  record ByLostKey(TreeName tree, long index) implements Note {
    @Override
    public String sentence() {
      return "entry %d of %s counts for nothing: its key was lost before it was witnessed"
          .formatted(index, tree);
    }
  }

  /// An entry of a key that was somebody else's later: whether it was witnessed before cannot be
  /// told from what is here.
  record PerhapsByLostKey(TreeName tree, long index) implements Note {
    @Override
    public String sentence() {
      return "nothing here shows whether entry %d of %s was witnessed before its key was lost"
          .formatted(index, tree);
    }
  }

  /// A ledger adopts a roster that is not here: what comes after is witnessed by nobody known.
  record AdoptsUnknown(TreeName tree, long index, Hash roster) implements Note {
    @Override
    public String sentence() {
      return "entry %d of %s adopts a roster (%s) that is not in the bundle"
          .formatted(index, tree, roster.brief());
    }
  }

  /// A member's ledger is still witnessed by an older roster than the newest.
  record NotAdopted(TreeName tree, int by, int newest) implements Note {
    @Override
    public String sentence() {
      return "%s is witnessed by roster %d; the newest is roster %d".formatted(tree, by, newest);
    }
  }

  /// The roster has changed since the one that the auditor knows.
  record ChangedSince(int changes) implements Note {
    @Override
    public String sentence() {
      return "the roster has changed "
          + (changes == 1 ? "once" : changes + " times")
          + " since the one on your slip";
    }
  }

  /// A member saw more of a ledger witnessed than is here.
  record SeenFurther(TreeName tree, long seen, long there, MemberId by) implements Note {
    @Override
    public String sentence() {
      return "%s saw %d entries of %s witnessed, and %d are here".formatted(by, seen, tree, there);
    }
  }

  /// A member saw a ledger begun anew, and what is here is from before that.
  record SeenBegunAnew(TreeName tree, int generation, MemberId by) implements Note {
    @Override
    public String sentence() {
      return "%s saw %s begun anew, as generation %d, and that is not here"
          .formatted(by, tree, generation);
    }
  }

  /// A member says that it saw something else witnessed than what is here.
  record SeenOther(TreeName tree, long size, MemberId by) implements Note {
    @Override
    public String sentence() {
      return "%s says that it saw other entries of %s witnessed, up to %d"
          .formatted(by, tree, size);
    }
  }

  /// Nothing in the bundle was witnessed as late as the auditor's slip was written.
  record EndsBeforeSlip(Instant witnessed, Instant slip) implements Note {
    @Override
    public String sentence() {
      return "the newest that is here was witnessed at "
          + witnessed
          + ", before your slip of "
          + slip;
    }
  }

  /// A member entered evidence against another, and it proves what it says.
  ///
  /// @param byLostKey whether one history is by a key that its owner had replaced and called lost:
  ///   no bundle shows which came first, the other history or that word
  record ProvenFault(TreeName tree, long index, Exposed exposed, boolean byLostKey)
      implements Note {
    @Override
    public String sentence() {
      String fault =
          "entry %d of %s proves that %s %s"
              .formatted(index, tree, exposed.member(), exposed.evidence().words());
      return byLostKey
          ? fault + "; one by a key that it has called lost, and whoever had that may have signed"
          : fault;
    }
  }

  /// A member entered evidence against another that proves nothing.
  record EmptyEvidence(TreeName tree, long index, MemberId member, EvidenceFault why)
      implements Note {
    @Override
    public String sentence() {
      return "entry %d of %s is against %s and proves nothing: %s"
          .formatted(index, tree, member, why.sentence());
    }
  }

  /// An entry of a later Minga.
  record UnknownKind(TreeName tree, long index, int kind, int version) implements Note {
    @Override
    public String sentence() {
      return "entry %d of %s is of kind %d, version %d, which this version does not know"
          .formatted(index, tree, kind, version);
    }
  }

  /// Somebody who held what a recall covers never said that it was set aside.
  record RecallUnanswered(EntryId recall, MemberId calledBy, MemberId holder) implements Note {
    @Override
    public String sentence() {
      return "%s held what %s recalled (%s) and does not say that it was set aside"
          .formatted(holder, calledBy, recall.brief());
    }
  }

  /// Food changed hands more than an hour after somebody had recalled it; the author may not have
  /// heard.
  record HandedOverRecalled(TreeName tree, long index, String lot, MemberId calledBy)
      implements Note {
    @Override
    public String sentence() {
      return "entry %d of %s goes on with lot %s, which %s had recalled more than an hour before"
          .formatted(index, tree, lot, calledBy);
    }
  }

  /// Nothing of a member's ledger is in the bundle.
  record LedgerAbsent(MemberId member) implements Note {
    @Override
    public String sentence() {
      return "nothing of " + member + "/ledger is in the bundle";
    }
  }

  /// The newest entries of a ledger have no quorum yet.
  record NotYetWitnessed(TreeName tree, long entries) implements Note {
    @Override
    public String sentence() {
      return "the end of "
          + tree
          + ", "
          + Counted.entries(entries)
          + ", is signed and not yet witnessed";
    }
  }

  /// A version of a model whose certificate is not in the bundle.
  record VersionNotRecomputed(long epoch, MemberId member, String why) implements Note {
    @Override
    public String sentence() {
      return "the version of model epoch "
          + epoch
          + " that "
          + member
          + " says was not recomputed: "
          + why;
    }
  }

  /// Lots of a giver's were not opened.
  ///
  /// @param lots that were not, or that closed with one that was not
  /// @param awards of those
  record NotOpened(MemberId giver, int lots, int awards) implements Note {
    @Override
    public String sentence() {
      return "not recomputed, since not opened: "
          + lots
          + " of the lots of "
          + giver
          + ", with "
          + awards
          + " of its awards";
    }
  }

  /// Openings are here that their member's ledger does not say were given to an auditor.
  record OpenedUnsaid(MemberId owner, int openings) implements Note {
    @Override
    public String sentence() {
      return "here, and not entered as given to an auditor: "
          + openings
          + " of the openings by "
          + owner;
    }
  }

  /// Who may take donations was not told all of an offer.
  record OpenedToSome(TreeName tree, long index, List<MemberId> missing) implements Note {
    /// Copies.
    public OpenedToSome {
      missing = List.copyOf(missing);
    }

    @Override
    public String sentence() {
      return "the offer at entry "
          + index
          + " of "
          + tree
          + " was not opened to "
          + missing.stream().map(MemberId::name).collect(joining(", "));
    }
  }

  /// Of a promise only one side speaks, or the two do not agree.
  record OneSided(LotName lot, int seq, String what) implements Note {
    @Override
    public String sentence() {
      return "award " + seq + " of " + lot + ": " + what;
    }
  }

  /// Bids of one taker for a lot were never answered by its giver.
  ///
  /// @param bids how many that were made in time and no longer bind
  record NeverAnswered(LotName lot, Party taker, int bids) implements Note {
    @Override
    public String sentence() {
      return "%s never answered the %s that %s made in time for %s: not heard, or not heeded"
          .formatted(lot.giver(), bids == 1 ? "bid" : bids + " bids", taker, lot);
    }
  }

  /// Other members say that they held more of a ledger than is here: its end may be left out.
  record OthersHeldMore(TreeName tree, long held, long there) implements Note {
    @Override
    public String sentence() {
      return "others held "
          + Counted.entries(held)
          + " of "
          + tree
          + ", and "
          + there
          + " are here";
    }
  }

  /// A giver's lots cannot be replayed: its replies are not in the bundle.
  record NotReplayed(MemberId giver, int awards) implements Note {
    @Override
    public String sentence() {
      return "the "
          + awards
          + " awards of "
          + giver
          + " were not recomputed: its book is not in the bundle";
    }
  }

  /// The findings that refute.
  static List<Finding> refuting(List<Finding> findings) {
    return findings.stream().filter(Finding::refutes).toList();
  }
}
