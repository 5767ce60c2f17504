package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.http.Caller;
import dev.larder.http.HttpDate;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.Preconditions;
import dev.larder.http.Preferences;
import dev.larder.http.StoredResponse;
import dev.larder.http.UnsupportedFields;
import dev.larder.table.Collection;
import dev.larder.table.schema.ItemVersion;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The preconditions, preferences and idempotency key of a write, from its header fields. */
final class WriteHeaders {
  private final HttpHeaders headers;
  private final ItemFormat form;
  private final Caller caller;
  private final Preferences preferences;

  private WriteHeaders(
      HttpHeaders headers, ItemFormat form, Caller caller, List<String> preferences) {
    UnsupportedFields.refuseContentRange(headers);
    this.headers = headers;
    this.form = form;
    this.caller = caller;
    this.preferences = Preferences.of(headers, preferences);
  }

  /**
   * @param form the format of the item in the response
   * @throws dev.larder.problem.ProblemException {@code invalid-header}
   */
  WriteHeaders(HttpHeaders headers, ItemFormat form, Caller caller) {
    this(headers, form, caller, Preferences.OF_WRITE);
  }

  /**
   * Options of a delete, whose response has no body.
   *
   * @param path the path of the resource
   * @throws dev.larder.problem.ProblemException {@code invalid-header}
   */
  static WriteOptions ofDelete(HttpHeaders headers, Caller caller, String path) {
    WriteHeaders writing =
        new WriteHeaders(headers, ItemFormat.PLAIN, caller, Preferences.OF_DELETE);
    return new WriteOptions(
        Preconditions.ofWrite(headers),
        IdempotentRequest.of(headers, caller, "DELETE", path, () -> ""),
        written -> new StoredResponse(204, writing.applied(new HashMap<>()), null));
  }

  /**
   * Options of a write whose response contains the item.
   *
   * @param path the path of the resource
   * @param fingerprint computes the body's fingerprint; called only if the request has an
   *     Idempotency-Key
   */
  WriteOptions of(String method, String path, Supplier<String> fingerprint, Collection collection) {
    return new WriteOptions(
        Preconditions.ofWrite(headers),
        IdempotentRequest.of(headers, caller, method, path, fingerprint),
        written -> response(written, collection, preferences.minimal()));
  }

  /**
   * Options of an update, whose response contains the item unless the request has an
   * Idempotency-Key: a transaction does not return the item.
   */
  WriteOptions ofUpdate(String path, Supplier<String> fingerprint, Collection collection) {
    WriteOptions options = of("PATCH", path, fingerprint, collection);
    return options.isIdempotent()
        ? new WriteOptions(
            options.preconditions(),
            options.request(),
            written -> response(written, collection, true))
        : options;
  }

  private StoredResponse response(WriteResult written, Collection collection, boolean minimal) {
    Item item = written.item();
    Map<String, String> fields = applied(new HashMap<>());
    String version = collection.versionOf(item);
    fields.put(HttpHeaders.ETAG, ItemTags.of(version, form).toString());
    ItemVersion.lastModified(version)
        .ifPresent(time -> fields.put(HttpHeaders.LAST_MODIFIED, HttpDate.format(time)));
    if (written.created()) {
      fields.put(HttpHeaders.LOCATION, collection.pathOf(item));
    }
    if (minimal) {
      return new StoredResponse(written.created() ? 201 : 204, fields, null);
    }
    fields.put(HttpHeaders.CONTENT_TYPE, form.mediaType());
    return new StoredResponse(
        written.created() ? 201 : 200,
        fields,
        ItemWriter.toBytes(collection.inFormat(written.answered().get(), form), form));
  }

  private Map<String, String> applied(Map<String, String> fields) {
    if (!preferences.applied().isEmpty()) {
      fields.put("Preference-Applied", String.join(", ", preferences.applied()));
    }
    return fields;
  }
}
