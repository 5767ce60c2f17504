package dev.larder.query;

import dev.larder.dynamo.Condition;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.Forms;
import dev.larder.dynamo.Item;
import dev.larder.dynamo.ItemForm;
import dev.larder.dynamo.Projection;
import dev.larder.dynamo.Reading;
import dev.larder.http.PathSegments;
import dev.larder.http.QueryParameters;
import dev.larder.table.Collection;
import dev.larder.table.Collections;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The items of a collection, page by page. */
@Path("/{collection}")
@Produces({ItemForm.JSON, ItemForm.DYNAMODB_JSON})
public class CollectionResource {
  static final int DEFAULT_LIMIT = 50;
  static final int MAX_LIMIT = 1000;

  private final Collections collections;
  private final DynamoDb dynamoDb;
  private final Clock clock;

  CollectionResource(Collections collections, DynamoDb dynamoDb, Clock clock) {
    this.collections = collections;
    this.dynamoDb = dynamoDb;
    this.clock = clock;
  }

  @GET
  public Response list(
      @PathParam("collection") String name, @Context UriInfo uri, @Context Request request) {
    QueryParameters parameters = QueryParameters.of(uri, "limit", "cursor", "consistent", "fields");
    int limit = parameters.number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    boolean consistent = parameters.flag("consistent");
    Collection collection = collections.get(name);
    String scope = collection.name() + '\n' + collection.table();
    Optional<Item> after = parameters.string("cursor").map(text -> Cursor.read(scope, text));
    ItemForm form = Forms.chosen(request);

    Projection fields = Projection.of(parameters.fields());

    Page page = new Page(form, limit);
    Optional<Item> last = fill(page, collection, after, consistent, fields);
    String next = last.map(key -> Cursor.write(scope, key)).orElse(null);
    Response.ResponseBuilder response =
        Response.ok(page.end(next))
            .header(HttpHeaders.CONTENT_TYPE, form.mediaType())
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    if (next != null) {
      response.header(
          HttpHeaders.LINK,
          "<?cursor="
              + next
              + "&limit="
              + limit
              + (consistent ? "&consistent=true" : "")
              + parameters
                  .string("fields")
                  .map(text -> "&fields=" + PathSegments.encode(text))
                  .orElse("")
              + ">; rel=\"next\"");
    }
    return response.build();
  }

  /** Fills the page and returns the key after which the next one starts, if there is one. */
  private Optional<Item> fill(
      Page page,
      Collection collection,
      Optional<Item> after,
      boolean consistent,
      Projection fields) {
    Projection needed = fields.plus(collection.neededAttributes());
    Instant now = clock.instant();
    Optional<Item> last = after;
    do {
      Reading.Run run =
          dynamoDb.run(
              new Reading(
                  collection.table(),
                  Optional.empty(),
                  Condition.ALWAYS,
                  Condition.ALWAYS,
                  needed,
                  false,
                  consistent,
                  page.room(),
                  last));
      for (Item item : run.items()) {
        if (collection.isPresent(item, now) && !page.add(fields.of(item))) {
          return last;
        }
        last = Optional.of(collection.schema().keyOf(item));
      }
      last = run.last();
    } while (last.isPresent() && page.room() > 0);
    return last;
  }
}
