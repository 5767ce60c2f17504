package dev.larder.access;

import dev.larder.http.Caller;
import dev.larder.table.config.LarderConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roles that may read and write a collection.
 *
 * @param publicRead whether everyone may read it, with or without a caller's identity
 * @param readers the roles that may read; empty if every caller may
 * @param writers the roles that may write; empty if every caller may
 * @param admins roles that may read and write whatever the other parameters say
 * @param owner the attribute that names an item's owner; empty if items have no owners
 */
record AccessRules(
    boolean publicRead,
    Optional<Set<String>> readers,
    Optional<Set<String>> writers,
    Set<String> admins,
    Optional<String> owner) {
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
        config.owner());
  }

  boolean allow(Caller caller, Right right) {
    if (right == Right.READ && publicRead) {
      return true;
    }
    return !caller.identity().isNobody()
        && (isAdmin(caller) || roles(right).map(caller::hasAny).orElse(true));
  }

  /** Whether a caller may read and write the items of all owners. */
  boolean isAdmin(Caller caller) {
    return caller.identity().trusted() || caller.hasAny(admins);
  }

  /** Returns the roles of which a caller needs one. */
  Set<String> requiredRoles(Right right) {
    Set<String> needed = new TreeSet<>(roles(right).orElse(Set.of()));
    needed.addAll(admins);
    return needed;
  }

  private Optional<Set<String>> roles(Right right) {
    return right == Right.READ ? readers : writers;
  }
}
