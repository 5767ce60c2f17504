package dev.larder.query;

import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.MediaTypes;
import dev.larder.table.Collection;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Variant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The representations of a page, from which the Accept field chooses (RFC 9110, section 12.5.1).
 */
enum Representation {
  JSON(ItemFormat.JSON),
  DYNAMODB_JSON(ItemFormat.DYNAMODB_JSON),
  LINES(MediaTypes.NDJSON),
  CSV(MediaTypes.CSV),
  /** The plan of the query; no items are read. */
  PLAN(MediaTypes.PLAN);

  private static final List<Variant> VARIANTS =
      MediaTypes.variants(
          Arrays.stream(values()).map(Representation::mediaType).toArray(String[]::new));

  private final String mediaType;

  Representation(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** Whether clients use it to export all items, so that a page has no default limit. */
  boolean isExport() {
    return this == LINES || this == CSV;
  }

  /**
   * Creates an empty page.
   *
   * @param limit the most items
   * @param mostBytes the most bytes of its body, as {@code ResponseSize.carriedBytes} counts them
   * @param columns the columns of the previous page; empty for the first one
   * @param escapesFormulas whether cells that look like formulas are escaped
   */
  Page page(
      int limit,
      int mostBytes,
      Query query,
      Collection collection,
      Optional<List<String>> columns,
      boolean escapesFormulas) {
    return switch (this) {
      case JSON -> new JsonPage(ItemFormat.PLAIN, limit, mostBytes);
      case DYNAMODB_JSON -> new JsonPage(ItemFormat.TYPED, limit, mostBytes);
      case LINES -> new NdjsonPage(limit, mostBytes);
      case CSV ->
          new CsvPage(
              limit,
              mostBytes,
              collection.schema(),
              CsvColumns.of(collection, query.fields(), columns),
              escapesFormulas);
      case PLAN -> throw new IllegalArgumentException("A plan has no items");
    };
  }

  /**
   * Returns the representation that the request's Accept field prefers.
   *
   * @throws NotAcceptableException if the request accepts none
   */
  static Representation negotiate(Request request) {
    Variant variant =
        Optional.ofNullable(request.selectVariant(VARIANTS))
            .orElseThrow(NotAcceptableException::new);
    String chosen = variant.getMediaType().toString();
    return Arrays.stream(values())
        .filter(each -> chosen.equals(each.mediaType))
        .findFirst()
        .orElseThrow();
  }
}
