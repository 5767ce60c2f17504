package dev.larder.bulk;

import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.MediaTypes;
import dev.larder.table.Collection;
import dev.larder.table.config.RequestLimits;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;

/** The body of a bulk request: many entries, or one item. */
final class BulkBody {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private enum Format {
    JSON,
    NDJSON,
    CSV
  }

  private final byte[] bytes;
  private final Format format;
  private final ItemFormat form;
  private final CsvFormat csv;

  /**
   * @param bytes null if the request has no body
   * @param contentType the header field, one of the media types that {@link BulkResource} consumes;
   *     null, which means JSON, if the request has none
   * @throws dev.larder.problem.ProblemException {@code unsupported-media-type} for parameters of
   *     CSV that are not supported
   */
  BulkBody(byte[] bytes, String contentType) {
    MediaType type = contentType == null ? null : MediaType.valueOf(contentType);
    this.bytes = bytes == null ? new byte[0] : withoutMark(bytes);
    this.form = ItemFormat.of(String.valueOf(contentType));
    this.format = form == ItemFormat.TYPED ? Format.JSON : formatOf(type);
    this.csv = format == Format.CSV ? CsvFormat.of(type, contentType) : null;
  }

  private static Format formatOf(MediaType type) {
    if (type == null
        || type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
        || type.isCompatible(MediaType.valueOf(UpdateEntry.JSON))) {
      return Format.JSON;
    }
    return type.isCompatible(MediaType.valueOf(MediaTypes.CSV))
            || type.isCompatible(MediaType.valueOf(MediaTypes.TSV))
        ? Format.CSV
        : Format.NDJSON;
  }

  private static byte[] withoutMark(byte[] bytes) {
    boolean marked =
        bytes.length >= BYTE_ORDER_MARK.length
            && Arrays.equals(BYTE_ORDER_MARK, Arrays.copyOf(bytes, BYTE_ORDER_MARK.length));
    return marked ? Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length) : bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  boolean isCsv() {
    return format == Format.CSV;
  }

  boolean isBlank() {
    return firstByte() < 0;
  }

  /** Whether the body is JSON that does not start an array, and so a single item. */
  boolean isSingleItem() {
    return format == Format.JSON && firstByte() != '[';
  }

  private int firstByte() {
    for (byte b : bytes) {
      if (!Entries.isBlank(b)) {
        return b & 0xFF;
      }
    }
    return -1;
  }

  /**
   * Checks the body as a whole and returns its entries, whose contents are not parsed yet.
   *
   * @param key must be in the header row of CSV; in other bodies each entry is checked by itself
   * @param requireTime is run again and again, and throws {@code deadline} to end the check
   * @throws dev.larder.problem.ProblemException {@code malformed-json} or {@code limit-exceeded} if
   *     the body is refused as a whole
   */
  Entries entries(
      Collection collection, RequiredKey key, RequestLimits limits, Runnable requireTime) {
    Entries entries =
        switch (format) {
          case JSON -> new JsonArrayEntries(bytes, form, limits, requireTime);
          case NDJSON -> new NdjsonEntries(bytes, limits);
          case CSV -> new CsvEntries(bytes, csv, collection, key, limits, requireTime);
        };
    requireTime.run();
    return entries;
  }
}
