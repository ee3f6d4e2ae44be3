/// The operator's configuration, and how the operator is told of a mistake.
///
/// One record a feature. Nothing here decides anything about food.
@org.jspecify.annotations.NullMarked
package coop.minga.node.config;
