package dev.larder.query;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.IndexRejectedException;
import dev.larder.dynamo.RequestCost;
import dev.larder.dynamo.item.Item;
import dev.larder.http.Caller;
import dev.larder.http.CollectionPath;
import dev.larder.http.QueryParameters;
import dev.larder.http.ReadsCollection;
import dev.larder.http.UnsupportedFields;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.ResponseLimits;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.TableIndex;
import dev.larder.text.QueryValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code GET} of a collection: the items that match a query, page by page. */
@Path(CollectionPath.TEMPLATE)
public class CollectionResource {
  private static final int DEFAULT_LIMIT = 50;

  /** How old the description of a table must be to be doubted when DynamoDB rejects an index. */
  private static final Duration AGE_IF_REJECTED = Duration.ofSeconds(1);

  /** How old it must be to be doubted when no index serves a query. */
  private static final Duration AGE_IF_REFUSED = Duration.ofSeconds(10);

  private final CollectionAccess access;
  private final PageReader reader;
  private final LarderConfig config;
  private final RequestCost cost;
  private final Deadline deadline;
  private final Caller caller;
  private final ResponseLimits responseLimits;
  private final RequestLimits limits;

  CollectionResource(
      CollectionAccess access,
      PageReader reader,
      LarderConfig config,
      RequestCost cost,
      Deadline deadline,
      Caller caller,
      ResponseLimits responseLimits,
      RequestLimits limits) {
    this.access = access;
    this.reader = reader;
    this.config = config;
    this.cost = cost;
    this.deadline = deadline;
    this.caller = caller;
    this.responseLimits = responseLimits;
    this.limits = limits;
  }

  @GET
  @ReadsCollection
  public Response list(
      @PathParam("collection") String name,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request) {
    QueryParameters parameters =
        QueryParameters.allowingUnnamed(uri, Query.RESERVED.toArray(String[]::new));
    UnsupportedFields.refuseOnRead(
        headers, request, "Read a list in pages, with limit and cursor.");
    Representation representation = Representation.negotiate(request);
    Collection granted = access.forRead(name);
    Collection collection =
        Query.isAboutTheKeyAlone(parameters, granted, limits)
            ? granted
            : access.withIndexes(granted);
    try {
      return answer(parameters, representation, uri, collection);
    } catch (IndexRejectedException e) {
      Collection current = access.withCurrentIndexes(collection, AGE_IF_REJECTED);
      return answerAnew(parameters, representation, uri, collection, current, e.problem());
    } catch (ProblemException e) {
      if (!mayDependOnIndexes(e)) {
        throw e;
      }
      Collection current = access.withCurrentIndexes(collection, AGE_IF_REFUSED);
      return answerAnew(parameters, representation, uri, collection, current, e);
    }
  }

  private static boolean mayDependOnIndexes(ProblemException refusal) {
    return refusal.type() == ProblemType.UNSERVED_QUERY
        || "sort".equals(refusal.members().get("parameter"));
  }

  /**
   * Answers a request with other indexes.
   *
   * @param problem what is wrong with the known indexes, and thrown if they are the current ones
   */
  private Response answerAnew(
      QueryParameters parameters,
      Representation representation,
      UriInfo uri,
      Collection known,
      Collection current,
      ProblemException problem) {
    if (known.schema().equals(current.schema())) {
      throw problem;
    }
    try {
      return answer(parameters, representation, uri, current);
    } catch (IndexRejectedException e) {
      throw e.problem();
    }
  }

  private Response answer(
      QueryParameters parameters,
      Representation representation,
      UriInfo uri,
      Collection collection) {
    Query query = Query.of(parameters, collection, limits);
    Plan plan = Planner.plan(collection, query, limits.batchSize());
    int limit = parameters.intValue("limit", limits.pageSize(), defaultLimit(representation, plan));
    String scope = scope(collection, query, plan);
    Optional<Cursor> cursor = parameters.string("cursor").map(text -> Cursor.read(scope, text));
    Optional<Item> after = cursor.map(Cursor::lastKey);
    List<String> place = Plan.position(collection.schema().key(), plan.index());
    if (after.isPresent() && !collection.schema().isKey(place, after.get())) {
      throw Cursor.invalid();
    }
    boolean escapesFormulas = parameters.isSet("formulas", "escape");
    if (representation == Representation.PLAN) {
      return answer(PlanJson.write(plan, collection, limit), representation).build();
    }
    Page page =
        representation.page(
            limit,
            responseLimits.bodyBytes(),
            query,
            collection,
            cursor.flatMap(Cursor::columns),
            escapesFormulas);
    page.onGrowth(deadline::reserveFor);
    PageReader.End end =
        reader.fill(
            page,
            collection,
            plan,
            query.fields(),
            after,
            new PageBudget(collection.readUnits(), config.limits().pageTime(), cost, deadline));
    Optional<String> next = end.last().map(last -> Cursor.write(scope, last, page.columns()));
    Response.ResponseBuilder response =
        answer(page.finish(next, end.stop(), end.missing()), representation);
    next.ifPresent(
        text -> response.header(HttpHeaders.LINK, "<" + link(uri, text) + ">; rel=\"next\""));
    if (representation.isExport() && !end.missing().isEmpty()) {
      response.header(MissingKeys.FIELD, MissingKeys.field(collection, end.missing()));
    }
    end.stop().ifPresent(why -> response.header("Larder-Stopped", why.text()));
    return response.build();
  }

  /** Without a limit, an export returns all items, and a list of keys the item of each key. */
  private int defaultLimit(Representation representation, Plan plan) {
    if (representation.isExport()) {
      return Integer.MAX_VALUE;
    }
    return plan.operation() == Plan.Operation.BATCH_GET
        ? plan.keys().size()
        : limits.pageSize().cappedAt(DEFAULT_LIMIT).max();
  }

  private static Response.ResponseBuilder answer(byte[] body, Representation representation) {
    return Response.ok(body).header(HttpHeaders.CONTENT_TYPE, representation.mediaType());
  }

  /** Returns what a cursor is bound to: it continues only the same query of the same caller. */
  private String scope(Collection collection, Query query, Plan plan) {
    return String.join(
        "\n",
        caller.id(),
        collection.name(),
        collection.table(),
        plan.index().map(TableIndex::name).orElse(""),
        query.canonical());
  }

  /** Returns the path and query of the next page: the same query as it was sent, and the cursor. */
  private static String link(UriInfo uri, String cursor) {
    StringBuilder link =
        new StringBuilder(uri.getRequestUri().getRawPath()).append("?cursor=").append(cursor);
    String query = uri.getRequestUri().getRawQuery();
    if (query != null) {
      for (String parameter : query.split("&")) {
        String name = QueryValue.decode(parameter.split("=", 2)[0]).text();
        if (!parameter.isEmpty() && !name.equals("cursor")) {
          // Clients split the field Link at commas; only in a list of values one must stay.
          boolean mayBeList = name.endsWith("]");
          link.append('&').append(mayBeList ? parameter : parameter.replace(",", "%2C"));
        }
      }
    }
    return link.toString();
  }
}
