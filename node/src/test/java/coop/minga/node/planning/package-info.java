@org.jspecify.annotations.NullMarked
package coop.minga.node.planning;
