/// Food as it is counted: grams, storage, date marks, sites.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.goods;
