package coop.minga.node.forecast;

import java.util.OptionalDouble;

/// What fine-tuning came to: the tuned weights if they are better on the member's own validation
/// days, else the base itself.
///
/// @param weights what to use from now on
/// @param kept whether they are the tuned ones
/// @param before loss of the base on the validation days; empty if there are none to judge by
/// @param after the least loss that tuning reached there
public record FineTuned(
    ModelWeights weights, boolean kept, OptionalDouble before, OptionalDouble after) {}
