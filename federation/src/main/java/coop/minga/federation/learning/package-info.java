/// Learning together: one masked sum per epoch that anyone can recompute.
@org.jspecify.annotations.NullMarked
package coop.minga.federation.learning;
