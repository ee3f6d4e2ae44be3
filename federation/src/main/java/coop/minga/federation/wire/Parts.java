package coop.minga.federation.wire;

import com.google.protobuf.ByteString;
import coop.minga.federation.goods.Allergen;
import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Window;
import coop.minga.proto.v1.DateKind;
import coop.minga.proto.v1.StorageClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;

/// Parts that several messages share.
final class Parts {
  private Parts() {}

  static coop.minga.proto.v1.Tree tree(Tree tree) {
    return switch (tree) {
      case LEDGER -> coop.minga.proto.v1.Tree.TREE_LEDGER;
      case BOOK -> coop.minga.proto.v1.Tree.TREE_BOOK;
    };
  }

  static Tree tree(coop.minga.proto.v1.Tree tree) {
    return switch (tree) {
      case TREE_LEDGER -> Tree.LEDGER;
      case TREE_BOOK -> Tree.BOOK;
      case TREE_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("no tree");
    };
  }

  static Hash hash(ByteString bytes) {
    return new Hash(EntryWire.fromProto(bytes));
  }

  static ByteString bytes(Hash hash) {
    return EntryWire.toProto(hash.value());
  }

  static EntryId id(ByteString bytes) {
    return new EntryId(hash(bytes));
  }

  static ByteString bytes(EntryId id) {
    return bytes(id.hash());
  }

  static Instant instant(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  static Window window(long from, long until) {
    return new Window(instant(from), instant(until));
  }

  static LotName lotName(coop.minga.proto.v1.LotName name) {
    return new LotName(new MemberId(name.getGiver()), name.getLot());
  }

  static coop.minga.proto.v1.LotName lotName(LotName name) {
    return coop.minga.proto.v1.LotName.newBuilder()
        .setGiver(name.giver().name())
        .setLot(name.lot())
        .build();
  }

  static StorageClass storage(Storage storage) {
    return switch (storage) {
      case AMBIENT -> StorageClass.STORAGE_CLASS_AMBIENT;
      case CHILLED -> StorageClass.STORAGE_CLASS_CHILLED;
      case FROZEN -> StorageClass.STORAGE_CLASS_FROZEN;
      case HOT -> StorageClass.STORAGE_CLASS_HOT;
    };
  }

  static Storage storage(StorageClass storage) {
    return switch (storage) {
      case STORAGE_CLASS_AMBIENT -> Storage.AMBIENT;
      case STORAGE_CLASS_CHILLED -> Storage.CHILLED;
      case STORAGE_CLASS_FROZEN -> Storage.FROZEN;
      case STORAGE_CLASS_HOT -> Storage.HOT;
      case STORAGE_CLASS_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no storage class");
    };
  }

  static Iterable<coop.minga.proto.v1.Allergen> allergens(Allergens some) {
    return some.all().stream().map(Parts::allergen).toList();
  }

  static Allergens allergens(List<coop.minga.proto.v1.Allergen> read) {
    var all = EnumSet.noneOf(Allergen.class);
    read.forEach(each -> all.add(allergen(each)));
    return new Allergens(all);
  }

  private static coop.minga.proto.v1.Allergen allergen(Allergen one) {
    return switch (one) {
      case GLUTEN -> coop.minga.proto.v1.Allergen.ALLERGEN_GLUTEN;
      case CRUSTACEANS -> coop.minga.proto.v1.Allergen.ALLERGEN_CRUSTACEANS;
      case EGGS -> coop.minga.proto.v1.Allergen.ALLERGEN_EGGS;
      case FISH -> coop.minga.proto.v1.Allergen.ALLERGEN_FISH;
      case PEANUTS -> coop.minga.proto.v1.Allergen.ALLERGEN_PEANUTS;
      case SOYBEANS -> coop.minga.proto.v1.Allergen.ALLERGEN_SOYBEANS;
      case MILK -> coop.minga.proto.v1.Allergen.ALLERGEN_MILK;
      case NUTS -> coop.minga.proto.v1.Allergen.ALLERGEN_NUTS;
      case CELERY -> coop.minga.proto.v1.Allergen.ALLERGEN_CELERY;
      case MUSTARD -> coop.minga.proto.v1.Allergen.ALLERGEN_MUSTARD;
      case SESAME -> coop.minga.proto.v1.Allergen.ALLERGEN_SESAME;
      case SULPHITES -> coop.minga.proto.v1.Allergen.ALLERGEN_SULPHITES;
      case LUPIN -> coop.minga.proto.v1.Allergen.ALLERGEN_LUPIN;
      case MOLLUSCS -> coop.minga.proto.v1.Allergen.ALLERGEN_MOLLUSCS;
    };
  }

  private static Allergen allergen(coop.minga.proto.v1.Allergen read) {
    return switch (read) {
      case ALLERGEN_GLUTEN -> Allergen.GLUTEN;
      case ALLERGEN_CRUSTACEANS -> Allergen.CRUSTACEANS;
      case ALLERGEN_EGGS -> Allergen.EGGS;
      case ALLERGEN_FISH -> Allergen.FISH;
      case ALLERGEN_PEANUTS -> Allergen.PEANUTS;
      case ALLERGEN_SOYBEANS -> Allergen.SOYBEANS;
      case ALLERGEN_MILK -> Allergen.MILK;
      case ALLERGEN_NUTS -> Allergen.NUTS;
      case ALLERGEN_CELERY -> Allergen.CELERY;
      case ALLERGEN_MUSTARD -> Allergen.MUSTARD;
      case ALLERGEN_SESAME -> Allergen.SESAME;
      case ALLERGEN_SULPHITES -> Allergen.SULPHITES;
      case ALLERGEN_LUPIN -> Allergen.LUPIN;
      case ALLERGEN_MOLLUSCS -> Allergen.MOLLUSCS;
      case ALLERGEN_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("no allergen");
    };
  }

  static DateKind dateKind(DateMark.Kind kind) {
    return switch (kind) {
      case USE_BY -> DateKind.DATE_KIND_USE_BY;
      case BEST_BEFORE -> DateKind.DATE_KIND_BEST_BEFORE;
    };
  }

  static DateMark.Kind dateKind(DateKind kind) {
    return switch (kind) {
      case DATE_KIND_USE_BY -> DateMark.Kind.USE_BY;
      case DATE_KIND_BEST_BEFORE -> DateMark.Kind.BEST_BEFORE;
      case DATE_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("no kind of date");
    };
  }

  static DateMark dateMark(DateKind kind, int epochDay) {
    return new DateMark(dateKind(kind), LocalDate.ofEpochDay(epochDay));
  }
}
