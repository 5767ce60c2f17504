package dev.larder.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.TableSchema;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFormatTest {
  private static final TableSchema SCHEMA = TableSchema.parse("id:S");

  private static CsvFormat format(String mediaType) {
    return CsvFormat.of(MediaType.valueOf(mediaType), mediaType);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '~',
      value = {
        "text/csv > COMMAS",
        "text/* > COMMAS",
        "TEXT/CSV; Header=Present; CHARSET=\"UTF-8\" > COMMAS",
        "text/csv;charset=us-ascii > COMMAS",
        "text/csv;charset=utf8 > COMMAS",
        "text/csv; delimiter=\",\" > COMMAS",
        "text/csv; delimiter=\";\" > SEMICOLONS",
        "text/csv; delimiter=| > BARS",
        "text/tab-separated-values;header=present > TABS"
      })
  void parametersSayHowCellsAreSeparated(String mediaType, CsvFormat expected) {
    assertEquals(expected, format(mediaType));
    assertEquals(expected, format(expected.mediaType()));
  }

  @Test
  void aTabIsAlsoADelimiter() {
    assertEquals(CsvFormat.TABS, format("text/csv; delimiter=\"\t\""));
    assertEquals(CsvFormat.TABS, format("text/tab-separated-values; delimiter=\"\t\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '~',
      value = {
        "text/csv;header=absent > must begin with a header row",
        "text/tab-separated-values;header=absent > must begin with a header row",
        "text/csv;header > must begin with a header row",
        "text/csv;charset=windows-1252 > must be in UTF-8",
        "text/csv;charset=utf-16 > must be in UTF-8",
        "text/csv;delimiter=\"::\" > text/csv; delimiter=\";\"",
        "text/csv;delimiter=; > text/csv; delimiter=\";\"",
        "text/csv;delimiter=a > text/csv; delimiter=\";\"",
        "text/tab-separated-values;delimiter=\",\" > delimiter must be",
        "text/csv;quote=\"'\" > can have charset, header and delimiter.",
        "text/tab-separated-values;quote=x > can have charset, header."
      })
  void otherParametersAreRefused(String mediaType, String detail) {
    ProblemException e = assertThrows(ProblemException.class, () -> format(mediaType));
    assertEquals(ProblemType.UNSUPPORTED_MEDIA_TYPE, e.type());
    assertTrue(e.getMessage().contains(detail), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '~',
      value = {
        "COMMAS > id;a > semicolons: set Content-Type to text/csv; delimiter=\";\".",
        "COMMAS > a;ID > separated by semicolons",
        "COMMAS > a|id > separated by bars",
        "COMMAS > a\tid > by tabs: set Content-Type to text/tab-separated-values.",
        "SEMICOLONS > id,a > by commas: set Content-Type to text/csv.",
        "TABS > id,a > separated by commas",
        "COMMAS > ID > It has \"ID\"",
        "COMMAS > \u00A0id > It has \"\u00A0id\"",
        "COMMAS > name > Begin the body with a row"
      })
  void aHeaderRowWithoutTheKeyIsRefusedWithWhatWasMeant(
      CsvFormat format, String header, String hint) {
    RequiredKey key = new RequiredKey(SCHEMA, SCHEMA.key(), true);
    List<String> names = List.of(header.replace("\\t", "\t"));
    ProblemException e = assertThrows(ProblemException.class, () -> key.requireIn(names, format));
    assertEquals(ProblemType.MALFORMED_JSON, e.type());
    assertTrue(e.getMessage().contains(hint), e.getMessage());
    assertTrue(e.getMessage().contains("?generate=key"), e.getMessage());
    key.requireIn(List.of("a", "id"), format);
  }
}
