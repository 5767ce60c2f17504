package dev.larder.query;

import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.MediaTypes;
import dev.larder.table.schema.TableSchema;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Variant;
import java.util.Arrays;
import java.util.List;

/** What a page of a collection is answered as, RFC 9110, section 12.5.1. */
enum Representation {
  JSON(ItemFormat.JSON),
  DYNAMODB_JSON(ItemFormat.DYNAMODB_JSON),
  LINES(MediaTypes.NDJSON),
  CSV(MediaTypes.CSV),
  /** How the page would be read, without reading it. */
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

  /** Whether it is for taking as many items as there are, rather than for looking at some. */
  boolean isExport() {
    return this == LINES || this == CSV;
  }

  /**
   * An empty page of this form.
   *
   * @param limit of its items
   * @param mostBytes of its body
   */
  Page page(int limit, int mostBytes, Query query, TableSchema schema) {
    return switch (this) {
      case JSON -> new JsonPage(ItemFormat.PLAIN, limit, mostBytes);
      case DYNAMODB_JSON -> new JsonPage(ItemFormat.TYPED, limit, mostBytes);
      case LINES -> new LinesPage(limit, mostBytes);
      case CSV -> new CsvPage(limit, mostBytes, schema, query.fields().attributes());
      case PLAN -> throw new IllegalArgumentException("A plan has no items");
    };
  }

  /**
   * The one that the request's Accept prefers.
   *
   * @throws NotAcceptableException where it accepts none
   */
  static Representation chosen(Request request) {
    Variant variant = request.selectVariant(VARIANTS);
    if (variant == null) {
      throw new NotAcceptableException();
    }
    String chosen = variant.getMediaType().toString();
    return Arrays.stream(values())
        .filter(each -> chosen.equals(each.mediaType))
        .findFirst()
        .orElseThrow();
  }
}
