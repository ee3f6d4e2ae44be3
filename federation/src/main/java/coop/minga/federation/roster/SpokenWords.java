package coop.minga.federation.roster;

import coop.minga.federation.identity.Hash;
import java.util.ArrayList;
import java.util.List;

/// A hash as words that two people can read to each other.
///
/// 256 plain words, one a byte; the first [#WORDS] bytes of the hash, so that whoever would find
/// another hash with the same words must try 2^64.
final class SpokenWords {
  /// Words of one hash.
  static final int WORDS = 8;

  private static final List<String> ALL =
      List.of(
          """
          acorn alder almanac almond amber anchor anvil apple apricot apron arrow aspen autumn
          bacon badger bagel baker banjo barley barn basil basket beacon bean beaver beech
          beetle berry birch biscuit blanket bonnet border bottle bramble bread brick bridge
          broom brush bucket butter button cabbage cabin cactus camel candle canoe carrot castle
          cattle cedar celery chalk cherry chimney cider cinnamon clay clover cobbler coffee
          comet compass copper coral cork corner cotton cradle crane cricket crown cumin curtain
          daisy dancer desert dinner dolmen dolphin donkey dragon drum eagle elbow ember engine
          fable falcon farmer feather fennel fern fiddle finch finger forest fountain fox garden
          garlic ginger glacier goose gourd granite grape gravel guitar hammer harbour harvest
          hatbox hazel hedge heron hive honey horse hunter igloo island ivory jacket jasmine
          jigsaw juniper kettle kitchen kitten ladder lantern larch laurel lavender leather
          lemon lentil lettuce lilac linen lizard locker lotus maize mango maple marble market
          meadow melon mirror mitten monkey mosaic mountain mulberry mushroom mustard napkin
          needle nettle nutmeg oatmeal ocean olive onion orange orchard otter oven oyster paddle
          palace panther paper parsley pasture peach peanut pebble pencil pepper piano pigeon
          pillow pilot pocket poplar poppy potato pottery prairie prune pumpkin quail quartz
          quilt quince rabbit radish raisin raven ribbon river robin rocket rooster rosemary
          saddle saffron salmon sandal satchel saucer sesame shepherd shovel silver sparrow
          spider spinach spruce squirrel stable sugar summer sunrise tailor teapot thimble
          thistle thunder timber tomato tractor trumpet tulip tunnel turnip valley velvet violet
          violin wagon walnut whistle willow window winter wolf yarrow yellow zebra
          """
              .strip()
              .split("\\s+"));

  private SpokenWords() {}

  static List<String> of(Hash hash) {
    var words = new ArrayList<String>();
    for (int i = 0; i < WORDS; i++) {
      words.add(ALL.get(hash.value().at(i)));
    }
    return List.copyOf(words);
  }

  static List<String> all() {
    return ALL;
  }
}
