package dev.larder.item;

import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemDigest;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemWriter;
import dev.larder.http.Caller;
import dev.larder.http.CollectionPath;
import dev.larder.http.EntityTag;
import dev.larder.http.HttpDate;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.MayRespondAsync;
import dev.larder.http.Preconditions;
import dev.larder.http.Preferences;
import dev.larder.http.QueryParameters;
import dev.larder.http.ReadsCollection;
import dev.larder.http.UnsupportedFields;
import dev.larder.http.WritesCollection;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.ItemVersion;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads and writes the items of a collection, each at the path of its key. */
@Path(CollectionPath.TEMPLATE)
@Produces({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
@Consumes({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
public class ItemResource {
  /**
   * One segment, or two if the table has a sort key. The lookbehind binds the expression to
   * slashes: the router would search for it from every character of a path, which takes seconds for
   * a long one.
   */
  private static final String KEY = "/{key: (?<=/)[^/]+(/[^/]+)?}";

  private static final String INCLUDE = "include";

  private final CollectionAccess access;
  private final DeclaredRoutes routes;
  private final ItemService items;
  private final ItemUpdates updates;
  private final UpdateReader documents;
  private final ItemCollections itemCollections;
  private final Caller caller;
  private final RequestLimits limits;

  ItemResource(
      CollectionAccess access,
      DeclaredRoutes routes,
      ItemService items,
      ItemUpdates updates,
      UpdateReader documents,
      ItemCollections itemCollections,
      Caller caller,
      RequestLimits limits) {
    this.access = access;
    this.routes = routes;
    this.items = items;
    this.updates = updates;
    this.documents = documents;
    this.itemCollections = itemCollections;
    this.caller = caller;
    this.limits = limits;
  }

  @GET
  @Path(KEY)
  @NonBlocking
  @ReadsCollection
  public Response get(
      @PathParam("collection") String name,
      @PathParam("key") @Encoded String path,
      @Context HttpServerRequest http,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request) {
    QueryParameters parameters = QueryParameters.of(uri, "fields", "consistent", INCLUDE);
    Collection collection = access.forRead(name);
    UnsupportedFields.refuseRange(
        headers, request, "To read a part of the item, name its attributes in fields.");
    Preferences.of(headers, Preferences.OF_READ);
    if (parameters.string(INCLUDE).isPresent()) {
      UnsupportedFields.refuseConditions(
          headers, "The response has several items. Read each of them at its own path.");
      return itemCollections.read(
          collection,
          routes.key(collection, http.path(), path),
          parameters.string(INCLUDE).get(),
          parameters.booleanValue("consistent"),
          Projection.of(parameters.fields()),
          ItemFormats.negotiate(request));
    }
    Preconditions preconditions = Preconditions.of(headers);
    ItemService.ReadResult result =
        items.get(
            collection,
            routes.key(collection, http.path(), path),
            parameters.booleanValue("consistent"),
            Projection.of(parameters.fields()));
    return toResponse(collection, result, preconditions, ItemFormats.negotiate(request));
  }

  @PUT
  @Path(KEY)
  @NonBlocking
  @WritesCollection
  @MayRespondAsync
  public Response put(
      @PathParam("collection") String name,
      @PathParam("key") @Encoded String path,
      @Context HttpServerRequest http,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request,
      Item body) {
    QueryParameters.of(uri);
    Collection collection = access.forWrite(name);
    WriteHeaders writing = new WriteHeaders(headers, ItemFormats.negotiate(request), caller);
    Item key = routes.key(collection, http.path(), path);
    requireBody(body);
    WriteOptions options =
        writing.of("PUT", collection.pathOf(key), () -> ItemDigest.of(body), collection);
    return items.put(collection, key, body, options).toResponse();
  }

  @PATCH
  @Path(KEY)
  @NonBlocking
  @ReadsCollection
  @WritesCollection
  @MayRespondAsync
  @Consumes({ItemPatch.MERGE_PATCH, ItemPatch.JSON_PATCH, ItemUpdate.MEDIA_TYPE, ItemFormat.JSON})
  public Response patch(
      @PathParam("collection") String name,
      @PathParam("key") @Encoded String path,
      @Context HttpServerRequest http,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request,
      byte[] body)
      throws IOException {
    QueryParameters.of(uri);
    Collection collection = access.forReadAndWrite(name);
    byte[] sent = body == null ? new byte[0] : body;
    WriteHeaders writing = new WriteHeaders(headers, ItemFormats.negotiate(request), caller);
    Item key = routes.key(collection, http.path(), path);
    Supplier<String> fingerprint = () -> IdempotentRequest.fingerprint(sent);
    String media = String.valueOf(headers.getMediaType());
    if (ItemUpdate.isMediaType(media)) {
      ItemUpdate update = documents.read(sent, collection);
      WriteOptions options = writing.ofUpdate(collection.pathOf(key), fingerprint, collection);
      return updates.update(collection, key, update, options).toResponse();
    }
    ItemPatch patch = ItemPatches.read(sent, media, limits);
    WriteOptions options = writing.of("PATCH", collection.pathOf(key), fingerprint, collection);
    return items.patch(collection, key, patch, options).toResponse();
  }

  @DELETE
  @Path(KEY)
  @NonBlocking
  @WritesCollection
  @MayRespondAsync
  public Response delete(
      @PathParam("collection") String name,
      @PathParam("key") @Encoded String path,
      @Context HttpServerRequest http,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      byte[] body) {
    QueryParameters.of(uri);
    Collection collection = access.forWrite(name);
    if (body != null && hasMembers(body)) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST,
          "A DELETE of an item has no body. To delete only one version, send its entity tag in"
              + " If-Match.");
    }
    Item key = routes.key(collection, http.path(), path);
    WriteOptions options = WriteHeaders.ofDelete(headers, caller, collection.pathOf(key));
    return items.delete(collection, key, options).toResponse();
  }

  /** Whether a body says anything, which could be meant as a condition. */
  private static boolean hasMembers(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("^\\uFEFF|\\s", "");
    return !text.isEmpty() && !text.equals("{}");
  }

  static Item requireBody(Item body) {
    if (body == null) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON, "The body is empty. Send the item as a JSON object.");
    }
    return body;
  }

  /**
   * Makes the response to a read, RFC 9110, section 13.2.2.
   *
   * @throws ProblemException {@code precondition-failed}
   */
  static Response toResponse(
      Collection collection,
      ItemService.ReadResult result,
      Preconditions preconditions,
      ItemFormat form) {
    Optional<Instant> lastModified = ItemVersion.lastModified(result.tag().opaque());
    EntityTag tag = ItemTags.of(result.tag().opaque(), form);
    Response.ResponseBuilder response =
        switch (ItemTags.ofRead(preconditions, form).evaluate(tag, lastModified)) {
          case PROCEED ->
              Response.ok(ItemWriter.toBytes(collection.inFormat(result.item(), form), form))
                  .header(HttpHeaders.CONTENT_TYPE, form.mediaType());
          case NOT_MODIFIED -> Response.notModified();
          case FAILED ->
              throw PreconditionFailures.explained(
                  PreconditionFailures.of(result.tag()), preconditions);
        };
    response.header(HttpHeaders.ETAG, tag.toString());
    lastModified.ifPresent(
        time -> response.header(HttpHeaders.LAST_MODIFIED, HttpDate.format(time)));
    return response.build();
  }
}
