package dev.larder.bulk;

import dev.larder.http.MediaTypes;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.SimilarNames;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What separates the cells of a CSV body, as the parameters of its media type say. RFC 4180,
 * section 3, defines {@code header} and {@code charset}; {@code delimiter} is in wide use.
 */
enum CsvFormat {
  COMMAS(',', MediaTypes.CSV),
  SEMICOLONS(';', MediaTypes.CSV + "; delimiter=\";\""),
  BARS('|', MediaTypes.CSV + "; delimiter=\"|\""),
  TABS('\t', MediaTypes.TSV);

  /** JAX-RS trims also what quotes protect. */
  private static final String TAB = "\"\t\"";

  private static final String ENCODING =
      "The body must be in UTF-8. Save the file with that encoding, and omit the charset or set it"
          + " to utf-8.";

  private static final String HEADER =
      "The body must begin with a header row, because that names the attribute of each column. Add"
          + " one, and omit the parameter header or set it to present.";

  private final char delimiter;
  private final String mediaType;

  CsvFormat(char delimiter, String mediaType) {
    this.delimiter = delimiter;
    this.mediaType = mediaType;
  }

  char delimiter() {
    return delimiter;
  }

  /** The media type with the parameter that selects this format. */
  String mediaType() {
    return mediaType;
  }

  /** The separators as words in a sentence. */
  String separators() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the parameters of a media type.
   *
   * @param type {@code text/csv} or {@code text/tab-separated-values}
   * @param sent the header field that was read as the type
   * @throws ProblemException {@code unsupported-media-type}
   */
  static CsvFormat of(MediaType type, String sent) {
    CsvFormat format = type.isCompatible(MediaType.valueOf(MediaTypes.CSV)) ? COMMAS : TABS;
    for (Map.Entry<String, String> parameter : type.getParameters().entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "charset" -> require(value.matches("(?i)utf-?8|us-ascii"), ENCODING);
        case "header" -> require(value.equalsIgnoreCase("present"), HEADER);
        case "delimiter" ->
            format = delimitedBy(value.isEmpty() && sent.contains(TAB) ? "\t" : value, format);
        default ->
            throw unsupported(
                "The parameter "
                    + parameter.getKey()
                    + " of the media type is not supported. "
                    + type.getType()
                    + '/'
                    + type.getSubtype()
                    + " can have charset, header"
                    + (format == TABS ? "." : " and delimiter."));
      }
    }
    return format;
  }

  private static CsvFormat delimitedBy(String value, CsvFormat format) {
    CsvFormat found =
        Arrays.stream(values())
            .filter(each -> value.equals(String.valueOf(each.delimiter)))
            .findFirst()
            .orElse(null);
    require(
        found != null && (format != TABS || found == TABS),
        "The parameter delimiter must be a comma, a semicolon, a bar or a tab, in double quotes, as"
            + " in "
            + SEMICOLONS.mediaType
            + ". For tabs the media type "
            + TABS.mediaType
            + " is simpler.");
    return found;
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw unsupported(complaint);
    }
  }

  private static ProblemException unsupported(String detail) {
    return new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail);
  }

  /**
   * The format in which the header row of a body that was read in this format has a certain column;
   * empty if there is none.
   */
  Optional<CsvFormat> meant(String column, List<String> names) {
    return Arrays.stream(values())
        .filter(other -> other != this)
        .filter(
            other ->
                names.stream()
                    .filter(name -> name.indexOf(other.delimiter) >= 0)
                    .map(
                        name -> List.of(name.split(Pattern.quote(String.valueOf(other.delimiter)))))
                    .anyMatch(parts -> SimilarNames.of(column, parts).isPresent()))
        .findFirst();
  }
}
