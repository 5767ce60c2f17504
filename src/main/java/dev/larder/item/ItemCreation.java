package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemDigest;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.http.Caller;
import dev.larder.http.QueryParameters;
import dev.larder.http.UnsupportedFields;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.config.RequestLimits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Creates an item from a JSON object that is posted to a collection. */
@Singleton
public class ItemCreation {
  private final CollectionAccess access;
  private final DeclaredRoutes routes;
  private final ItemService items;
  private final Caller caller;
  private final RequestLimits limits;

  ItemCreation(
      CollectionAccess access,
      DeclaredRoutes routes,
      ItemService items,
      Caller caller,
      RequestLimits limits) {
    this.access = access;
    this.routes = routes;
    this.items = items;
    this.caller = caller;
    this.limits = limits;
  }

  /**
   * Creates the item.
   *
   * @param name the name of the collection
   * @param body an item in the format that Content-Type names; plain JSON without Content-Type
   * @throws ProblemException as {@link ItemReader#read} and {@link ItemService#create}
   */
  public Response create(
      String name,
      HttpServerRequest http,
      UriInfo uri,
      HttpHeaders headers,
      Request request,
      byte[] body)
      throws IOException {
    ItemFormat sent = ItemFormat.of(String.valueOf(headers.getMediaType()));
    Item item = ItemReader.read(new ByteArrayInputStream(body), sent, limits.depth());
    requireParametersOfOne(QueryParameters.of(uri, "generate", "restore"));
    Collection collection = routes.within(access.forWrite(name), http.path());
    WriteHeaders writing = new WriteHeaders(headers, ItemFormats.negotiate(request), caller);
    WriteOptions options =
        writing.of("POST", collection.listPath(), () -> ItemDigest.of(item), collection);
    refuseConditions(headers, options);
    return items.create(collection, item, options).toResponse();
  }

  /** A key is generated in any case; an item that exists cannot be created. */
  private static void requireParametersOfOne(QueryParameters parameters) {
    parameters.isSet("generate", "key");
    if (parameters.booleanValue("restore")) {
      throw new ProblemException(
              ProblemType.INVALID_PARAMETER,
              "The query parameter restore is for exported items. Send them as a JSON array, NDJSON"
                  + " or CSV, or PUT this item.")
          .with("parameter", "restore");
    }
  }

  /** A new item has no version for a condition, except that there must be none. */
  private static void refuseConditions(HttpHeaders headers, WriteOptions options) {
    if (!options.isForNew()) {
      UnsupportedFields.refuse(
          headers,
          HttpHeaders.IF_NONE_MATCH,
          "The only condition of a new item is If-None-Match: *.");
    }
    String instead = "To replace a version of an item, send PUT to its path.";
    UnsupportedFields.refuse(headers, HttpHeaders.IF_MATCH, instead);
    UnsupportedFields.refuse(headers, HttpHeaders.IF_UNMODIFIED_SINCE, instead);
  }
}
