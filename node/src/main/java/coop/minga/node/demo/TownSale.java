package coop.minga.node.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/// What one site sold of one item on one day, as it stands in `sales.csv`.
///
/// @param quantity units sold, never what people wanted
/// @param price of a unit, where known
/// @param promo whether it was on promotion
/// @param soldOut whether the shelf was empty before everybody had theirs; absent if not recorded
public record TownSale(
    LocalDate date,
    String site,
    String item,
    BigDecimal quantity,
    Optional<BigDecimal> price,
    boolean promo,
    Optional<Boolean> soldOut) {}
