/// Large things that are named in entries and lie beside them.
///
/// Words: a *blob* is so many bytes under a [name][coop.minga.federation.blob.BlobName] that says
/// what they are; a *piece* is 256 KiB of one, or its rest. Of a blob that is named in pieces each
/// [piece][coop.minga.federation.blob.Piece] is checked alone, as it comes, whoever sends it.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.blob;
