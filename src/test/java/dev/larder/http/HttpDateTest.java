package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.Damaged;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1994-11-06T08:49:37Z     | Sun, 06 Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37.999Z | Sun, 06 Nov 1994 08:49:37 GMT",
        "2024-02-29T00:00:00Z     | Thu, 29 Feb 2024 00:00:00 GMT",
        "2025-12-31T23:59:59Z     | Wed, 31 Dec 2025 23:59:59 GMT"
      })
  void isWrittenInThePreferredForm(Instant time, String date) {
    assertEquals(date, HttpDate.format(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun Nov 06 08:49:37 1994",
        " \tSun, 06 Nov 1994 08:49:37 GMT "
      })
  void isReadInAllThreeForms(String date) {
    assertEquals(Optional.of(Instant.parse("1994-11-06T08:49:37Z")), HttpDate.parse(date));
  }

  @ParameterizedTest
  @CsvSource({
    "Jan, Mon, Monday, 2024-01-01",
    "Feb, Thu, Thursday, 2024-02-01",
    "Mar, Fri, Friday, 2024-03-01",
    "Apr, Mon, Monday, 2024-04-01",
    "May, Wed, Wednesday, 2024-05-01",
    "Jun, Sat, Saturday, 2024-06-01",
    "Jul, Mon, Monday, 2024-07-01",
    "Aug, Thu, Thursday, 2024-08-01",
    "Sep, Sun, Sunday, 2024-09-01",
    "Oct, Tue, Tuesday, 2024-10-01",
    "Nov, Fri, Friday, 2024-11-01",
    "Dec, Sun, Sunday, 2024-12-01"
  })
  void readsEveryNameOfMonthAndDay(String month, String day, String weekday, LocalDate date) {
    Optional<Instant> midnight = Optional.of(date.atStartOfDay(ZoneOffset.UTC).toInstant());
    assertEquals(midnight, HttpDate.parse(day + ", 01 " + month + " 2024 00:00:00 GMT"));
    assertEquals(midnight, HttpDate.parse(weekday + ", 01-" + month + "-24 00:00:00 GMT"));
    assertEquals(midnight, HttpDate.parse(day + " " + month + "  1 00:00:00 2024"));
  }

  @Test
  void aYearOfTwoDigitsIsAtMostFiftyYearsAhead() {
    int year = Year.now(ZoneOffset.UTC).getValue();
    for (int first : new int[] {year - 49, year, year + 50}) {
      LocalDate date = LocalDate.of(first, 1, 1);
      assertEquals(
          Optional.of(date.atStartOfDay(ZoneOffset.UTC).toInstant()),
          HttpDate.parse(
              date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                  + ", 01-Jan-%02d 00:00:00 GMT".formatted(first % 100)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "0",
        "784111777",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37 gmt",
        "sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 November 1994 08:49:37 GMT",
        "Sun, 06 11 1994 08:49:37 GMT",
        "So, 06 Nov 1994 08:49:37 GMT",
        "06 Nov 1994 08:49:37 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun,  06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 25:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT x",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sunday, 06-Nov-994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov  6 08:49:37 1994 GMT",
        "Tue, 31 Dec +999999999 23:59:59 GMT",
        "Fri, 01 Jan -999999999 00:00:00 GMT",
        "Thu, 01 Jun +20000 00:00:00 GMT",
        "Tue Dec 31 23:59:59 +999999999"
      })
  void anythingElseIsNoDate(String text) {
    assertEquals(Optional.empty(), HttpDate.parse(text));
  }

  /** With the weekday of the nearest real day, so that only the day itself is wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mon, 31 Feb 1994 08:49:37 GMT",
        "Mon, 30 Feb 1994 08:49:37 GMT",
        "Mon, 29 Feb 1994 08:49:37 GMT",
        "Sun, 31 Apr 1994 08:49:37 GMT",
        "Mon Feb 31 08:49:37 1994",
        "Monday, 31-Feb-94 08:49:37 GMT",
        "Mon, 00 Feb 1994 08:49:37 GMT",
        "Mon, 32 Jan 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT"
      })
  void aDayOrTimeThatNoCalendarHasIsNoDate(String text) {
    assertEquals(Optional.empty(), HttpDate.parse(text));
  }

  @Test
  void aLeapSecondIsReadAsTheSecondNextToIt() {
    Instant newYear = Instant.parse("2017-01-01T00:00:00Z");
    Instant read = HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT").orElseThrow();
    assertEquals(0, ChronoUnit.SECONDS.between(read, newYear), 1);
  }

  @Property(tries = 300)
  void whatIsWrittenIsReadBackToTheSecond(@ForAll("times") Instant time) {
    assertEquals(
        Optional.of(time.truncatedTo(ChronoUnit.SECONDS)), HttpDate.parse(HttpDate.format(time)));
  }

  @Property(tries = 500)
  void whateverTheTextItIsADateOrNone(@ForAll("fields") String field) {
    HttpDate.parse(field).ifPresent(time -> assertEquals(0, time.getNano(), field));
  }

  @Provide
  Arbitrary<String> fields() {
    return Damaged.texts(
        Arbitraries.oneOf(
            times().map(HttpDate::format),
            Arbitraries.of("Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994")));
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(0, Instant.parse("9999-12-31T23:59:59Z").toEpochMilli())
        .map(Instant::ofEpochMilli);
  }
}
