package coop.minga.node.demo;

import static coop.minga.federation.goods.DateMark.Kind.BEST_BEFORE;
import static coop.minga.federation.goods.DateMark.Kind.USE_BY;
import static coop.minga.federation.goods.Storage.AMBIENT;
import static coop.minga.federation.goods.Storage.CHILLED;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import java.util.List;

/// What an invented town sells: an item, how much of it a shop of middling size sells on a middling
/// day, and its price in pesos. The first [TownSize#MIN_ITEMS] cover five categories.
record Goods(TownItem item, double daily, int pesos) {
  private static final List<Goods> ALL =
      List.of(
          new Goods(food(1, "yogur", "Yoghurt", "dairy", chilled(12, 500, 9)), 16, 1590),
          new Goods(food(2, "marraqueta", "Marraqueta bread", "bread", shelf(6, 500, 2)), 22, 1190),
          new Goods(food(3, "leche", "Fresh milk", "dairy", chilled(12, 1030, 7)), 20, 1150),
          new Goods(food(4, "tomate", "Tomatoes", "vegetables", shelf(5, 1000, 5)), 12, 1690),
          new Goods(food(5, "empanada", "Empanadas", "prepared", chilled(6, 250, 2)), 14, 1890),
          new Goods(
              food(
                  6, "lechuga", "Lettuce", "vegetables", new Kept(6, 400, 4, CHILLED, BEST_BEFORE)),
              9,
              990),
          new Goods(food(7, "ensalada", "Fruit salad", "fruit", chilled(6, 300, 2)), 8, 1490),
          new Goods(food(8, "cazuela", "Cazuela", "prepared", chilled(4, 450, 3)), 7, 3290),
          new Goods(food(9, "pollo", "Chicken", "meat", chilled(4, 900, 4)), 7, 3990),
          new Goods(food(10, "platano", "Bananas", "fruit", shelf(6, 1000, 5)), 10, 1290),
          new Goods(food(11, "quesillo", "Fresh cheese", "dairy", chilled(8, 320, 6)), 8, 2190),
          new Goods(food(12, "pan-molde", "Sliced loaf", "bread", shelf(8, 600, 6)), 11, 1990));

  /// How an item is packed, kept and dated.
  private record Kept(int pack, int grams, int life, Storage storage, DateMark.Kind dateKind) {}

  /// The first so many.
  static List<Goods> first(int count) {
    return ALL.subList(0, count);
  }

  private static Kept chilled(int pack, int grams, int life) {
    return new Kept(pack, grams, life, CHILLED, USE_BY);
  }

  private static Kept shelf(int pack, int grams, int life) {
    return new Kept(pack, grams, life, AMBIENT, BEST_BEFORE);
  }

  private static TownItem food(int number, String id, String name, String category, Kept kept) {
    return new TownItem(
        id,
        TownItem.inventedGtin(number),
        name,
        category,
        kept.pack,
        kept.grams,
        kept.storage,
        kept.dateKind,
        kept.life);
  }
}
