package dev.larder.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dates of header fields, RFC 9110, section 5.6.7, with a resolution of one second. */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE = of("EEE, dd MMM uuuu HH:mm:ss 'GMT'");

  private static final List<DateTimeFormatter> READABLE =
      List.of(
          IMF_FIXDATE,
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(
                  ChronoField.YEAR, 2, 2, java.time.Year.now(ZoneOffset.UTC).getValue() - 49)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT)
              .withZone(ZoneOffset.UTC),
          of("EEE MMM ppd HH:mm:ss uuuu"));

  /** A year with a sign or more than four digits, which Java reads, but HTTP does not have. */
  private static final Pattern LONG_YEAR = Pattern.compile("[+]|[0-9]{5}| -");

  private static DateTimeFormatter of(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT)
        .withZone(ZoneOffset.UTC);
  }

  private HttpDate() {}

  /** The preferred format, as in {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  public static String format(Instant instant) {
    return IMF_FIXDATE.format(instant);
  }

  /** Parses a date in any of the three formats; empty if it is in none of them. */
  public static Optional<Instant> parse(String value) {
    if (LONG_YEAR.matcher(value).find()) {
      return Optional.empty();
    }
    // Java does not support leap seconds.
    String text = value.strip().replace(":60 ", ":59 ");
    for (DateTimeFormatter format : READABLE) {
      try {
        return Optional.of(ZonedDateTime.parse(text, format).toInstant());
      } catch (DateTimeParseException e) {
        // Try the next format. RFC 9110 demands that recipients ignore an invalid date.
      }
    }
    return Optional.empty();
  }
}
