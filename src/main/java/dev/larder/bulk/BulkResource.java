package dev.larder.bulk;

import dev.larder.bulk.query.QueryWrites;
import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.Caller;
import dev.larder.http.CollectionPath;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.MayRespondAsync;
import dev.larder.http.MediaTypes;
import dev.larder.http.Preferences;
import dev.larder.http.QueryParameters;
import dev.larder.http.ReadsCollection;
import dev.larder.http.UnsupportedFields;
import dev.larder.http.WritesCollection;
import dev.larder.item.DeclaredRoutes;
import dev.larder.item.IdempotentWrites;
import dev.larder.item.ItemCreation;
import dev.larder.item.ItemUpdate;
import dev.larder.item.ItemUpdates;
import dev.larder.item.ItemWrites;
import dev.larder.item.UpdateReader;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.ResponseLimits;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.config.RequestLimits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code POST}, {@code PATCH} and {@code DELETE} of many items of a collection, each of which
 * succeeds or fails by itself.
 */
@Path(CollectionPath.TEMPLATE)
@Produces({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
@Consumes({
  ItemFormat.JSON,
  ItemFormat.DYNAMODB_JSON,
  MediaTypes.NDJSON,
  MediaTypes.CSV,
  MediaTypes.TSV
})
public class BulkResource {
  private final CollectionAccess access;
  private final DeclaredRoutes routes;
  private final ItemCreation creation;
  private final ItemWrites writes;
  private final ItemUpdates updates;
  private final UpdateReader documents;
  private final IdempotentWrites idempotency;
  private final BulkWriter writer;
  private final QueryWrites queryWrites;
  private final Caller caller;
  private final ResponseLimits responseLimits;
  private final RequestLimits limits;
  private final Deadline deadline;

  BulkResource(
      CollectionAccess access,
      DeclaredRoutes routes,
      ItemCreation creation,
      ItemWrites writes,
      ItemUpdates updates,
      UpdateReader documents,
      IdempotentWrites idempotency,
      BulkWriter writer,
      QueryWrites queryWrites,
      Caller caller,
      ResponseLimits responseLimits,
      RequestLimits limits,
      Deadline deadline) {
    this.access = access;
    this.routes = routes;
    this.creation = creation;
    this.writes = writes;
    this.updates = updates;
    this.documents = documents;
    this.idempotency = idempotency;
    this.writer = writer;
    this.queryWrites = queryWrites;
    this.caller = caller;
    this.responseLimits = responseLimits;
    this.limits = limits;
    this.deadline = deadline;
  }

  /** Writes the entries of a bulk body, or creates one item from a JSON object. */
  @POST
  @WritesCollection
  @MayRespondAsync
  public Response write(
      @PathParam("collection") String name,
      @Context HttpServerRequest http,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request,
      byte[] sent)
      throws IOException {
    BulkBody body = new BulkBody(sent, headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
    if (body.isSingleItem()) {
      return creation.create(name, http, uri, headers, request, body.bytes());
    }
    PutOptions options = PutOptions.of(uri);
    // CSV cells have no types. Those of index keys come from the indexes, which must be known for
    // that.
    Collection granted = routes.within(access.forWrite(name), http.path());
    Collection collection = body.isCsv() ? access.withIndexes(granted) : granted;
    RequiredKey key = RequiredKey.ofWrite(collection, options.generatesKeys());
    return answer(
        "POST",
        collection,
        body.entries(collection, key, limits, deadline::requireTime),
        headers,
        EntryWrite.put(collection, writes, key, options),
        !options.generatesKeys());
  }

  /** Deletes the items whose keys are the entries of the body, or that the query finds. */
  @DELETE
  @WritesCollection
  @MayRespondAsync
  public Response delete(
      @PathParam("collection") String name,
      @Context HttpServerRequest http,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      byte[] sent) {
    BulkBody body = new BulkBody(sent, headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
    if (body.isBlank() && !uri.getQueryParameters().isEmpty()) {
      return queryWrites.delete(name, http, headers);
    }
    QueryParameters.of(uri);
    Collection collection = routes.within(access.forWrite(name), http.path());
    if (body.isBlank()) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON,
          "The body is empty, but a request cannot delete a whole collection. Send the keys of"
              + " the items to delete as a JSON array, "
              + MediaTypes.NDJSON
              + " or "
              + MediaTypes.CSV
              + ", or conditions in the query, with Prefer: respond-async.");
    }
    return answer(
        "DELETE",
        collection,
        body.entries(collection, RequiredKey.ofDelete(collection), limits, deadline::requireTime),
        headers,
        EntryWrite.delete(collection, writes),
        true);
  }

  /**
   * Updates the items whose keys and update documents are the entries of the body, or makes one
   * update of those that the query finds.
   */
  @PATCH
  @ReadsCollection
  @WritesCollection
  @MayRespondAsync
  @Consumes({UpdateEntry.JSON, UpdateEntry.NDJSON, ItemUpdate.MEDIA_TYPE})
  public Response update(
      @PathParam("collection") String name,
      @Context HttpServerRequest http,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      byte[] sent)
      throws IOException {
    String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (ItemUpdate.isMediaType(String.valueOf(type))) {
      return queryWrites.update(name, http, headers, sent == null ? new byte[0] : sent);
    }
    QueryParameters.of(uri);
    BulkBody body = new BulkBody(sent, type);
    Collection collection = routes.within(access.forReadAndWrite(name), http.path());
    return answer(
        "PATCH",
        collection,
        body.entries(collection, RequiredKey.ofDelete(collection), limits, deadline::requireTime),
        headers,
        EntryWrite.update(collection, updates, documents),
        false);
  }

  private Response answer(
      String method,
      Collection collection,
      Entries entries,
      HttpHeaders headers,
      EntryWrite.Kind kind,
      boolean safeToRepeat) {
    UnsupportedFields.refuseConditions(
        headers,
        "It would apply to no particular entry. To write an entry only if the item still has a"
            + " version, name that as _version in the entry; for any other condition, send a"
            + " transaction, whose operations have ifMatch and ifNoneMatch.");
    UnsupportedFields.refuseContentRange(headers);
    Preferences preferences = Preferences.of(headers, Preferences.OF_WRITE);
    Optional<IdempotentRequest> request =
        IdempotentRequest.of(headers, caller, method, collection.listPath(), () -> "");
    request.ifPresent(ignored -> idempotency.requireAvailable());
    boolean takesEffectAgain = !safeToRepeat && request.isEmpty();
    BulkResults results = new BulkResults(preferences.minimal(), responseLimits.bodyBytes());
    writer.write(entries, kind, request, results);
    results.log();
    Response.ResponseBuilder response =
        Response.status(results.status())
            .header(HttpHeaders.CONTENT_TYPE, ItemFormat.JSON)
            .header(
                HttpHeaders.RETRY_AFTER, results.isWorthRepeating(takesEffectAgain) ? "1" : null)
            .entity(results.toJson());
    if (!preferences.applied().isEmpty()) {
      response.header("Preference-Applied", String.join(", ", preferences.applied()));
    }
    return response.build();
  }
}
