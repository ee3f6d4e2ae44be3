@org.jspecify.annotations.NullMarked
package coop.minga.node.monitor;
