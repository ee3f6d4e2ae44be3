/// The watch over each series: was yesterday one odd day, has something changed for good, or is it
/// slowly changing?
///
/// The idea is Cybersyn's Cyberstride (Chile, 1971 to 1973) and Harrison's and Stevens'
/// multi-process models, in the form that West and Harrison gave them: a *routine* model says every
/// day what would be usual, and *suspicions*, each with the day on which something may have begun,
/// are weighed against it by Bayes' rule.
///
/// ```
/// day --> Routine: usual, give or take --> Suspicions: none | odd day | step | slope, since when
///                                              |
///                        told, once one is sure enough; then the routine starts from it
/// ```
///
/// It tells people where to look; it forecasts nothing that is ordered by, and a closed day, a
/// sold-out day, a day of a promotion and a day beside a holiday tell it nothing. Everything here
/// is a function of the days of a series alone, so it is computed anew each morning and stored
/// nowhere.
///
/// Words: a *routine* is what one series does when nothing happens; an *onset* is the day on which
/// something began; *form* is odd day, step or slope; an *alarm* is what somebody is told, of one
/// series or of many that have one cause; the *budget* is how many alarms a site may be told a day.
///
/// Sources: P. J. Harrison, C. F. Stevens, "Bayesian forecasting", Journal of the Royal Statistical
/// Society B 38, 1976; M. West, P. J. Harrison, "Bayesian forecasting and dynamic models", 2nd
/// edition, 1997, sections 4.5, 6.3, 10.8, 11.4 to 11.6 and 12; A. S. Willsky, H. L. Jones, "A
/// generalized likelihood ratio approach", IEEE Transactions on Automatic Control 21, 1976.
@org.jspecify.annotations.NullMarked
package coop.minga.node.monitor;
