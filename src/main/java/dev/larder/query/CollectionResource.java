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
import dev.larder.text.QueryValue;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
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
    boolean escapesFormulas = parameters.isSet("formulas", "escape");
    if (representation == Representation.PLAN) {
      return answer(PlanJson.write(planned.plan(), planned.collection(), limit), representation)
          .build();
    }
    Page page =
        representation.page(
            limit,
            responseLimits.bodyBytes(),
            planned.query(),
            planned.collection(),
            planned.cursor().flatMap(Cursor::columns),
            escapesFormulas);
    page.onGrowth(deadline::reserveFor);
    PageReader.End end = queries.fill(planned, page, shown(planned, representation));
    Optional<String> next = QueryService.next(planned, page, end);
    Response.ResponseBuilder response =
        answer(page.finish(next, end.stop(), end.missing()), representation);
    next.ifPresent(
        text -> response.header(HttpHeaders.LINK, "<" + link(sent, text) + ">; rel=\"next\""));
    if (representation.isExport() && !end.missing().isEmpty()) {
      response.header(MissingKeys.FIELD, MissingKeys.field(planned.collection(), end.missing()));
    }
    end.stop().ifPresent(why -> response.header("Larder-Stopped", why.text()));
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

  /** Returns the path and query of the next page: the same query as it was sent, and the cursor. */
  private static String link(HttpServerRequest sent, String cursor) {
    StringBuilder link = new StringBuilder(sent.path()).append("?cursor=").append(cursor);
    String query = sent.query();
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
