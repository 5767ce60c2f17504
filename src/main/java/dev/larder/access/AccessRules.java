package dev.larder.access;

import dev.larder.http.Caller;
import dev.larder.table.config.LarderConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may do what with a collection.
 *
 * @param publicRead whether everybody reads it, named or not
 * @param readers roles of which a reader has one; empty where all callers read
 * @param writers roles of which a writer has one; empty where all callers write
 * @param admins roles that read and write whatever the others may not
 * @param owner the attribute that names an item's owner
 */
record AccessRules(
    boolean publicRead,
    Optional<Set<String>> readers,
    Optional<Set<String>> writers,
    Set<String> admins,
    Optional<String> owner) {
  /** Stands for everybody, where it stands for roles. */
  private static final String PUBLIC = "public";

  /** What can be done with a collection. */
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
   * @param setting the key that the collection's settings begin with
   * @throws IllegalArgumentException naming the setting that is wrong
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

  /** Whether a caller reads and writes the items of all owners. */
  boolean isAdmin(Caller caller) {
    return caller.identity().trusted() || caller.hasAny(admins);
  }

  /** The roles of which one is needed. */
  Set<String> needed(Right right) {
    Set<String> needed = new TreeSet<>(roles(right).orElse(Set.of()));
    needed.addAll(admins);
    return needed;
  }

  private Optional<Set<String>> roles(Right right) {
    return right == Right.READ ? readers : writers;
  }
}
