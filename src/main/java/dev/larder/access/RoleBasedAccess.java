package dev.larder.access;

import dev.larder.access.AccessRules.Right;
import dev.larder.http.AccessProblems;
import dev.larder.http.Caller;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.CollectionRegistry;
import dev.larder.table.Fields;
import dev.larder.table.Rows;
import dev.larder.table.config.LarderConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Grants the caller the rights of its roles.
 *
 * <p>It has a client proxy because CDI creates the filter that uses it before the configuration can
 * be read.
 */
@ApplicationScoped
@Startup
class RoleBasedAccess implements CollectionAccess {
  private static final Logger LOG = Logger.getLogger(RoleBasedAccess.class);

  /**
   * First path segments that anyone may request if a collection is public; the responses then show
   * only what is public.
   */
  private static final Set<String> PUBLIC_ROOT_SEGMENTS = Set.of("", "openapi", "_health", "_me");

  private final CollectionRegistry collections;
  private final Caller caller;
  private final boolean open;
  private final boolean hasPublicCollection;
  private final Map<String, AccessRules> rules = new TreeMap<>();

  /**
   * @throws IllegalArgumentException that names the setting if one is wrong
   */
  RoleBasedAccess(LarderConfig config, CollectionRegistry collections, Caller caller) {
    this.collections = collections;
    this.caller = caller;
    this.open = config.access() == LarderConfig.Access.OPEN;
    config
        .collections()
        .forEach((name, of) -> rules.put(name, AccessRules.of("larder.collections." + name, of)));
    rules.keySet().retainAll(collections.names());
    hasPublicCollection = rules.values().stream().anyMatch(AccessRules::publicRead);
    if (open) {
      LOG.log(
          LaunchMode.current() == LaunchMode.NORMAL ? Logger.Level.WARN : Logger.Level.INFO,
          "larder.access is open: everyone can read and write all items");
    }
  }

  @Override
  public Collection forRead(String name) {
    return get(name, List.of(Right.READ));
  }

  @Override
  public Collection forWrite(String name) {
    return get(name, List.of(Right.WRITE));
  }

  @Override
  public Collection forReadAndWrite(String name) {
    return get(name, List.of(Right.READ, Right.WRITE));
  }

  private Collection get(String name, List<Right> rights) {
    require(name, rights);
    AccessRules of = rules.get(name);
    if (of == null) {
      throw collections.unknownCollection(this::isAccessible);
    }
    Collection collection = collections.get(name);
    Optional<Rows> rows =
        open ? Optional.empty() : of.rows(caller, rights.equals(List.of(Right.READ)));
    return collection.withAccess(rows, fields(of), allows(of, Right.READ));
  }

  @Override
  public Collection withIndexes(Collection granted) {
    return granted.withSchema(collections.described(granted.name()).schema());
  }

  @Override
  public Collection withCurrentIndexes(Collection granted, Duration age) {
    return granted.withSchema(collections.describedAnew(granted, age).schema());
  }

  @Override
  public Rights rights(String name) {
    AccessRules of = rules.get(name);
    return of == null
        ? Rights.NONE
        : new Rights(allows(of, Right.READ), allows(of, Right.WRITE), fields(of));
  }

  private Fields fields(AccessRules of) {
    return open ? Fields.ALL : of.fields(caller);
  }

  @Override
  public boolean isCallerKnown() {
    return open || !caller.identity().isNobody();
  }

  /** Requires that the request has a caller, unless access is open. */
  void requireCaller() {
    if (!isCallerKnown()) {
      throw AccessProblems.unauthorized();
    }
  }

  /**
   * Refuses a request for a resource that does not say who may call it, unless access is open or
   * the function was invoked directly.
   */
  void requireTrust() {
    requireCaller();
    if (!open && !caller.identity().trusted()) {
      throw AccessProblems.forbidden();
    }
  }

  /** Whether everyone may do everything. */
  boolean isOpen() {
    return open;
  }

  /** The rules of each collection, which hold unless access is open. */
  Map<String, AccessRules> rules() {
    return rules;
  }

  /**
   * Requires that the request has a caller, unless something below this path segment is public.
   *
   * @param first the first segment of the path, decoded; empty for the root
   */
  void requireCallerOrPublic(String first) {
    if (!hasPublicCollection || !(PUBLIC_ROOT_SEGMENTS.contains(first) || isAccessible(first))) {
      requireCaller();
    }
  }

  void require(String name, List<Right> rights) {
    AccessRules of = rules.get(name);
    if (of == null || (rights.isEmpty() && !isAccessible(name))) {
      requireCaller();
      return;
    }
    for (Right right : rights) {
      if (!allows(of, right)) {
        requireCaller();
        throw new ProblemException(
            ProblemType.FORBIDDEN,
            right.doing()
                + " the collection "
                + name
                + " requires one of the scopes or roles "
                + String.join(", ", of.requiredRoles(right))
                + ".");
      }
    }
  }

  private boolean allows(AccessRules of, Right right) {
    return open || of.allow(caller, right);
  }
}
