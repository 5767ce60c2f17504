package dev.larder.access;

import dev.larder.http.Caller;
import dev.larder.http.Identity;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Fields;
import dev.larder.table.Rows;
import dev.larder.table.config.CollectionRules;
import dev.larder.table.config.LarderConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may read and write a collection, which items of it, and which attributes.
 *
 * @param publicRead whether everyone may read it, with or without a caller's identity
 * @param readers the roles that may read; empty if every caller may
 * @param writers the roles that may write; empty if every caller may
 * @param admins roles that may read and write whatever the other parameters say
 * @param items which items a caller may use, and which attributes of them
 */
record AccessRules(
    boolean publicRead,
    Optional<Set<String>> readers,
    Optional<Set<String>> writers,
    Set<String> admins,
    CollectionRules items) {
  /** The most values of a claim: as many as {@code IN} can compare with in DynamoDB. */
  private static final int MAX_VALUES = 100;

  /** Means everyone in place of a list of roles. */
  private static final String PUBLIC = "public";

  /** A right to a collection. */
  enum Right {
    READ("Reading"),
    WRITE("Writing to");

    private final String doing;

    Right(String doing) {
      this.doing = doing;
    }

    String doing() {
      return doing;
    }
  }

  /**
   * @param setting the prefix of the collection's settings
   * @throws IllegalArgumentException that names the setting if one is wrong
   */
  static AccessRules of(String setting, LarderConfig.CollectionConfig config) {
    boolean publicRead = config.read().filter(roles -> roles.contains(PUBLIC)).isPresent();
    if (publicRead && config.read().get().size() > 1) {
      throw new IllegalArgumentException(
          setting
              + ".read lists public together with roles, but public already includes every"
              + " caller; set it to public alone or to a list of roles");
    }
    if (config.write().filter(roles -> roles.contains(PUBLIC)).isPresent()
        || config.admin().filter(roles -> roles.contains(PUBLIC)).isPresent()) {
      throw new IllegalArgumentException(
          setting
              + " has public in write or admin, but only read can be public; only"
              + " larder.access=open lets everyone write");
    }
    return new AccessRules(
        publicRead,
        config.read().map(TreeSet::new),
        config.write().map(TreeSet::new),
        new TreeSet<>(config.admin().orElse(List.of())),
        CollectionRules.of(setting, config));
  }

  boolean allow(Caller caller, Right right) {
    if (right == Right.READ && publicRead) {
      return true;
    }
    return !caller.identity().isNobody()
        && (isAdmin(caller) || roles(right).map(caller::hasAny).orElse(true));
  }

  /** Whether a caller may read and write everything. */
  boolean isAdmin(Caller caller) {
    return caller.identity().trusted() || caller.hasAny(admins);
  }

  /** Returns the roles of which a caller needs one. */
  Set<String> requiredRoles(Right right) {
    Set<String> needed = new TreeSet<>(roles(right).orElse(Set.of()));
    needed.addAll(admins);
    return needed;
  }

  /** The attributes that a caller may not read, and those that it may not write. */
  Fields fields(Caller caller) {
    if (items.fields().isEmpty() || isAdmin(caller)) {
      return Fields.ALL;
    }
    Set<String> hidden = new TreeSet<>();
    Set<String> fixed = new TreeSet<>();
    items
        .fields()
        .forEach(
            (attribute, rights) -> {
              if (!isAmong(rights.readers(), caller)) {
                hidden.add(attribute);
              }
              if (!isAmong(rights.writers(), caller)) {
                fixed.add(attribute);
              }
            });
    return new Fields(hidden, fixed);
  }

  private static boolean isAmong(Optional<Set<String>> roles, Caller caller) {
    return roles.map(caller::hasAny).orElse(true);
  }

  /**
   * The items that a caller may use; empty if all.
   *
   * @param onlyReads whether the request writes none of them
   * @throws ProblemException {@code forbidden} if the authorizer did not say whose items are the
   *     caller's
   */
  Optional<Rows> rows(Caller caller, boolean onlyReads) {
    if (items.rows().isEmpty() || (publicRead && onlyReads)) {
      return Optional.empty();
    }
    List<String> attributes = List.copyOf(items.rows().keySet());
    Identity identity = caller.identity();
    return Optional.of(
        new Rows(
            attributes,
            isAdmin(caller) ? Optional.empty() : Optional.of(values(identity)),
            items.share().map(readers -> new Rows.Share(readers, identity.subject(), onlyReads)),
            !publicRead));
  }

  /** The caller's values of each attribute that decides whose an item is. */
  private Map<String, List<String>> values(Identity caller) {
    Map<String, List<String>> values = new TreeMap<>();
    items.rows().forEach((attribute, source) -> values.put(attribute, values(source, caller)));
    return values;
  }

  private static List<String> values(CollectionRules.Source source, Identity caller) {
    List<String> values = given(source, caller);
    if (values.isEmpty() || values.size() > MAX_VALUES) {
      throw source
          .claim()
          .map(claim -> withoutValues(claim, values.isEmpty()))
          .orElseGet(AccessRules::withoutSubject);
    }
    return values;
  }

  /** What the authorizer has given the caller of a source; empty if nothing. */
  static List<String> given(CollectionRules.Source source, Identity caller) {
    return source
        .claim()
        .map(name -> caller.claims().getOrDefault(name, List.of()))
        .orElseGet(() -> caller.subject().stream().toList());
  }

  private static ProblemException withoutValues(String claim, boolean lacks) {
    return new ProblemException(
        ProblemType.FORBIDDEN,
        lacks
            ? "Whose the items of this collection are depends on the claim "
                + claim
                + ", which you do not have. A token must have it, or a Lambda authorizer must"
                + " return it in its context."
            : "The claim " + claim + " has more than " + MAX_VALUES + " values.");
  }

  private static ProblemException withoutSubject() {
    return new ProblemException(
        ProblemType.FORBIDDEN,
        "The items of this collection have owners, but the authorizer did not identify the caller"
            + " as a possible owner. A token must have its subject in the claim sub; a Lambda"
            + " authorizer must return it as principalId.");
  }

  private Optional<Set<String>> roles(Right right) {
    return right == Right.READ ? readers : writers;
  }
}
