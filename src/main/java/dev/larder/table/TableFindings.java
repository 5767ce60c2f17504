package dev.larder.table;

import dev.larder.http.ProblemException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What of the configuration does not fit the tables. */
@Singleton
public class TableFindings {
  private static final TableSchema SYSTEM_KEY = TableSchema.parse("id:S");
  private static final String SYSTEM_TTL = "expires";

  /** A table is read and written while it is changed, as when it gets an index. */
  private static final Set<String> IN_USE = Set.of("ACTIVE", "UPDATING");

  private final LarderConfig config;
  private final TableRepository tables;

  TableFindings(LarderConfig config, TableRepository tables) {
    this.config = config;
    this.tables = tables;
  }

  /** Each as a sentence that says what is and what should be; none where all fits. */
  public List<String> get() {
    List<String> findings = new ArrayList<>();
    new TreeMap<>(config.collections())
        .forEach(
            (name, collection) ->
                collection
                    .table()
                    .ifPresent(
                        table -> check("larder.collections." + name, collection, table, findings)));
    config.systemTable().ifPresent(table -> checkSystemTable(table, findings));
    return findings;
  }

  private void check(
      String setting,
      LarderConfig.CollectionConfig collection,
      String table,
      List<String> findings) {
    Optional<TableState> found = state(setting + ".table", table, findings);
    if (found.isEmpty()) {
      return;
    }
    TableState state = found.get();
    collection
        .key()
        .map(TableSchema::parse)
        .filter(key -> !key.key().equals(state.schema().key()))
        .ifPresent(key -> findings.add(wrongKey(setting + ".key", key, table, state)));
    collection
        .ttlAttribute()
        .filter(attribute -> !state.ttlAttribute().equals(Optional.of(attribute)))
        .ifPresent(
            attribute ->
                findings.add(wrongTtl(setting + ".ttl-attribute", attribute, table, state)));
    collection
        .owner()
        .flatMap(state.schema()::definition)
        .filter(owner -> owner.type() != KeyType.S)
        .ifPresent(
            owner ->
                findings.add(
                    setting
                        + ".owner needs a string, but "
                        + owner.name()
                        + " is in a key of the table "
                        + table
                        + " with the type "
                        + owner.type()
                        + "."));
    if (config.publication().eventBus().isPresent() && !state.streamed()) {
      findings.add(
          "larder.publication.event-bus is set, but the table "
              + table
              + " has no stream, so its changes are not published; it should have one of old and"
              + " new images.");
    }
  }

  private void checkSystemTable(String table, List<String> findings) {
    state("larder.system-table", table, findings)
        .ifPresent(
            state -> {
              if (!SYSTEM_KEY.key().equals(state.schema().key())) {
                findings.add(wrongKey("larder.system-table", SYSTEM_KEY, table, state));
              }
              if (!state.ttlAttribute().equals(Optional.of(SYSTEM_TTL))) {
                findings.add(wrongTtl("larder.system-table", SYSTEM_TTL, table, state));
              }
            });
  }

  private Optional<TableState> state(String setting, String table, List<String> findings) {
    try {
      Optional<TableState> state = tables.state(table);
      if (state.isEmpty()) {
        findings.add(
            setting + " is " + table + ", but there is no such table in this account and region.");
      }
      state
          .map(TableState::status)
          .filter(status -> !IN_USE.contains(status))
          .ifPresent(
              status ->
                  findings.add(
                      setting
                          + " is "
                          + table
                          + ", which is "
                          + status
                          + "; it should be ACTIVE."));
      return state;
    } catch (ProblemException e) {
      findings.add(
          setting + " is " + table + ", of which DynamoDB does not tell: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String wrongKey(
      String setting, TableSchema expected, String table, TableState state) {
    return setting
        + " needs the key "
        + expected.describeKey()
        + ", but that of the table "
        + table
        + " is "
        + state.schema().describeKey()
        + ".";
  }

  private static String wrongTtl(String setting, String expected, String table, TableState state) {
    return setting
        + " needs "
        + expected
        + " to be the TTL attribute, but the table "
        + table
        + " has "
        + state.ttlAttribute().orElse("none")
        + " enabled, so items do not expire as they should.";
  }
}
