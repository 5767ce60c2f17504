package dev.larder.query;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.CollectionPath;
import dev.larder.http.QueryParameters;
import dev.larder.http.ReadsCollection;
import dev.larder.http.UnsupportedFields;
import dev.larder.item.DeclaredRoutes;
import dev.larder.runtime.ResponseLimits;
import dev.larder.table.CollectionAccess;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.UnaryOperator;

/** {@code GET} of a collection: the items that match a query, page by page. */
@Path(CollectionPath.TEMPLATE)
public class CollectionResource {
  private final CollectionAccess access;
  private final DeclaredRoutes routes;
  private final QueryService queries;
  private final Deadline deadline;
  private final ResponseLimits responseLimits;

  CollectionResource(
      CollectionAccess access,
      DeclaredRoutes routes,
      QueryService queries,
      Deadline deadline,
      ResponseLimits responseLimits) {
    this.access = access;
    this.routes = routes;
    this.queries = queries;
    this.deadline = deadline;
    this.responseLimits = responseLimits;
  }

  @GET
  @ReadsCollection
  public Response list(
      @PathParam("collection") String name,
      @Context HttpServerRequest sent,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context Request request) {
    QueryParameters parameters =
        QueryService.parameters(known -> QueryParameters.allowingUnnamed(uri, known));
    UnsupportedFields.refuseOnRead(
        headers, request, "Read a list in pages, with limit and cursor.");
    Representation representation = Representation.negotiate(request);
    return queries.planned(
        parameters,
        routes.within(access.forRead(name), sent.path()),
        planned -> answer(parameters, representation, sent, planned));
  }

  private Response answer(
      QueryParameters parameters,
      Representation representation,
      HttpServerRequest sent,
      PlannedQuery planned) {
    int limit = queries.limit(parameters, defaultLimit(representation, planned.plan()));
    boolean counts = parameters.booleanValue("count");
    boolean escapesFormulas = parameters.isSet("formulas", "escape");
    if (representation == Representation.PLAN) {
      Plan plan = limit == 0 ? planned.plan().counting(planned.collection()) : planned.plan();
      return answer(PlanJson.write(plan, planned.collection(), limit), representation).build();
    }
    Page page =
        representation.page(
            limit,
            responseLimits.bodyBytes(),
            planned.query(),
            planned.collection(),
            planned.sent().flatMap(Cursor::columns),
            escapesFormulas);
    page.onGrowth(deadline::reserveFor);
    Page.Members members = queries.read(planned, page, shown(planned, representation), counts);
    Response.ResponseBuilder response = answer(page.finish(members), representation);
    PageLinks.field(sent, members, representation.isExport())
        .ifPresent(links -> response.header(HttpHeaders.LINK, links));
    if (representation.isExport() && !members.missing().isEmpty()) {
      response.header(
          MissingKeys.FIELD, MissingKeys.field(planned.collection(), members.missing()));
    }
    members.count().ifPresent(count -> response.header(Count.FIELD, count.field()));
    members.stopped().ifPresent(why -> response.header("Larder-Stopped", why.text()));
    return response.build();
  }

  private UnaryOperator<Item> shown(PlannedQuery planned, Representation representation) {
    UnaryOperator<Item> shown = queries.shown(planned);
    return representation == Representation.DYNAMODB_JSON
        ? item -> planned.collection().inFormat(shown.apply(item), ItemFormat.TYPED)
        : shown;
  }

  /** Without a limit, an export returns all items. */
  private int defaultLimit(Representation representation, Plan plan) {
    return representation.isExport() ? Integer.MAX_VALUE : queries.defaultLimit(plan);
  }

  private static Response.ResponseBuilder answer(byte[] body, Representation representation) {
    return Response.ok(body).header(HttpHeaders.CONTENT_TYPE, representation.mediaType());
  }
}
