package dev.larder.access;

import dev.larder.http.CacheControl;
import dev.larder.http.Caller;
import dev.larder.http.Identity;
import dev.larder.http.QueryParameters;
import dev.larder.http.UnsupportedFields;
import dev.larder.table.CollectionAccess;
import dev.larder.table.config.CollectionRules;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code GET /_me}: who the caller is and what it may do, for pages that offer nothing else. It
 * grants nothing: {@link RoleBasedAccess} decides about each request.
 */
@Path("/_me")
@Produces(MediaType.APPLICATION_JSON)
public class CallerResource {
  private static final String READ = "read";
  private static final String WRITE = "write";

  private final RoleBasedAccess access;
  private final Caller caller;

  CallerResource(RoleBasedAccess access, Caller caller) {
    this.access = access;
    this.caller = caller;
  }

  /** Returns the caller's identity, unless nobody is known, and the collections that it may use. */
  @GET
  public Response get(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context Request request) {
    QueryParameters.of(uri);
    UnsupportedFields.refuseOnRead(headers, request, "Read the whole response.");
    Map<String, Object> answer = new LinkedHashMap<>();
    if (!caller.identity().isNobody()) {
      answer.putAll(describe(caller.identity()));
    }
    answer.put("collections", collections());
    return Response.ok(answer).header(HttpHeaders.CACHE_CONTROL, CacheControl.NO_STORE).build();
  }

  private static Map<String, Object> describe(Identity identity) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("id", identity.id());
    identity.subject().ifPresent(subject -> described.put("subject", subject));
    described.put("trusted", identity.trusted());
    described.put("roles", new TreeSet<>(identity.roles()));
    described.put("claims", new TreeMap<>(identity.claims()));
    return described;
  }

  private Map<String, Object> collections() {
    Map<String, Object> collections = new TreeMap<>();
    access
        .rules()
        .forEach(
            (name, rules) -> {
              CollectionAccess.Rights granted = access.rights(name);
              if (granted.any()) {
                collections.put(name, rights(rules, granted));
              }
            });
    return collections;
  }

  private Map<String, Object> rights(AccessRules rules, CollectionAccess.Rights granted) {
    boolean admin = access.isOpen() || rules.isAdmin(caller);
    Map<String, Object> rights = new LinkedHashMap<>();
    rights.put(READ, granted.read());
    rights.put(WRITE, granted.write());
    rights.put("admin", admin);
    Map<String, CollectionRules.Source> sources = rules.items().rows();
    if (!sources.isEmpty() && !admin && !caller.identity().isNobody()) {
      rights.put("rows", rows(sources));
    }
    Map<String, Object> fields = new TreeMap<>();
    for (String attribute : rules.items().fields().keySet()) {
      fields.put(
          attribute,
          Map.of(
              READ, granted.read() && !granted.fields().hidden().contains(attribute),
              WRITE, granted.write() && !granted.fields().fixed().contains(attribute)));
    }
    if (!fields.isEmpty()) {
      rights.put("fields", fields);
    }
    return rights;
  }

  /** The values of each attribute with which an item is the caller's. */
  private Map<String, List<String>> rows(Map<String, CollectionRules.Source> sources) {
    Map<String, List<String>> rows = new TreeMap<>();
    sources.forEach(
        (attribute, source) -> rows.put(attribute, AccessRules.given(source, caller.identity())));
    return rows;
  }
}
