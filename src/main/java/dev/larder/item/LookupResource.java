package dev.larder.item;

import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.Preconditions;
import dev.larder.http.Preferences;
import dev.larder.http.QueryParameters;
import dev.larder.http.ReadsCollection;
import dev.larder.http.UnsupportedFields;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.CollectionRegistry;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/**
 * Looks an item of the default collection up by a key in the body of a POST, as a plain Lambda
 * handler would without HTTP.
 */
@Path("/")
@Produces({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
@Consumes({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
public class LookupResource {
  private final CollectionAccess access;
  private final ItemService items;

  LookupResource(CollectionAccess access, ItemService items) {
    this.access = access;
    this.items = items;
  }

  @POST
  @NonBlocking
  @ReadsCollection
  public Response lookUp(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context Request request, Item body) {
    QueryParameters.of(uri);
    UnsupportedFields.refuseConditions(
        headers, "To read an item on a condition, send GET to its path.");
    Preferences.of(headers, Preferences.OF_READ);
    Collection collection = access.forRead(CollectionRegistry.DEFAULT);
    Item typed = collection.withKeyTypes(ItemResource.requireBody(body));
    Item key = collection.schema().keyOf(typed);
    if (typed.attributes().size() > key.attributes().size()) {
      throw new ProblemException(
          ProblemType.INVALID_ITEM,
          "The body of a look-up must have the key attributes only: "
              + collection.schema().describeKey()
              + ".");
    }
    return ItemResource.toResponse(
        collection,
        items.get(collection, key, false, Projection.ALL),
        Preconditions.NONE,
        ItemFormats.negotiate(request));
  }
}
