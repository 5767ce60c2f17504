package dev.larder.table;

import dev.larder.problem.ProblemException;
import dev.larder.table.config.CollectionRules;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.model.IndexModel;
import dev.larder.table.model.Model;
import dev.larder.table.model.TableModel;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableIndex;
import dev.larder.table.schema.TableSchema;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds mismatches between the configuration and the tables. */
@Singleton
public class ConfigurationFindings {
  /**
   * Statuses in which a table serves reads and writes; {@code UPDATING} is that of a table that
   * gets an index.
   */
  private static final Set<String> IN_USE = Set.of("ACTIVE", "UPDATING");

  private final LarderConfig config;
  private final Model model;
  private final TableRepository tables;

  ConfigurationFindings(LarderConfig config, Model model, TableRepository tables) {
    this.config = config;
    this.model = model;
    this.tables = tables;
  }

  /** Describes every configured table and returns all mismatches; empty if there are none. */
  public List<ConfigurationFinding> get() {
    List<ConfigurationFinding> findings = new ArrayList<>();
    new TreeMap<>(config.collections())
        .forEach(
            (name, collection) ->
                collection.table().ifPresent(table -> check(name, collection, table, findings)));
    config.systemTable().ifPresent(table -> checkSystemTable(table, findings));
    return findings;
  }

  private void check(
      String name,
      LarderConfig.CollectionConfig collection,
      String table,
      List<ConfigurationFinding> findings) {
    String setting = "larder.collections." + name;
    Optional<TableState> found = state(CollectionRegistry.tableSetting(name), table, findings);
    if (found.isEmpty()) {
      return;
    }
    TableState state = found.get();
    collection
        .key()
        .map(TableSchema::parse)
        .filter(key -> !key.key().equals(state.schema().key()))
        .ifPresent(
            key ->
                findings.add(
                    fatal(
                        CollectionRegistry.wrongKey(
                            setting + ".key", key, table, state.schema()))));
    modelled(name).ifPresent(declared -> check(name, declared, table, state, findings));
    collection
        .ttlAttribute()
        .filter(attribute -> !state.ttlAttribute().equals(Optional.of(attribute)))
        .ifPresent(
            attribute ->
                findings.add(
                    warning(wrongTtl(setting + ".ttl-attribute", attribute, table, state))));
    state
        .ttlAttribute()
        .filter(attribute -> collection.ttlAttribute().isEmpty())
        .ifPresent(
            attribute ->
                findings.add(
                    warning(
                        "The table "
                            + table
                            + " expires items by "
                            + attribute
                            + ", but "
                            + setting
                            + ".ttl-attribute is not set, so items that have expired are there"
                            + " until DynamoDB removes them.")));
    for (String attribute : CollectionRules.of(setting, collection).rows().keySet()) {
      state
          .schema()
          .definition(attribute)
          .filter(row -> row.type() != KeyType.S)
          .ifPresent(
              row ->
                  findings.add(
                      fatal(
                          setting
                              + ".owner and .rows must name attributes of type S, but "
                              + row.name()
                              + " is in a key of the table "
                              + table
                              + " with the type "
                              + row.type()
                              + ".")));
    }
    if (config.publication().eventBus().isPresent() && !state.streamed()) {
      findings.add(
          warning(
              "larder.publication.event-bus is set, but the table "
                  + table
                  + " has no stream, so its changes are not published; enable a stream of new and"
                  + " old images."));
    }
  }

  private Optional<TableModel> modelled(String collection) {
    return Optional.ofNullable(model.collections().get(collection))
        .map(declared -> model.tables().get(declared.table()));
  }

  private static void check(
      String name,
      TableModel declared,
      String table,
      TableState state,
      List<ConfigurationFinding> findings) {
    String what = "The collection " + name + " of the model";
    if (!declared.key().equals(state.schema().key())) {
      findings.add(
          fatal(
              CollectionRegistry.wrongKey(
                  what,
                  new TableSchema(
                      declared.key().get(0), declared.key().stream().skip(1).findFirst()),
                  table,
                  state.schema())));
    }
    List<String> existing =
        state.schema().completed().indexes().stream().map(TableIndex::name).toList();
    declared.indexes().stream()
        .map(IndexModel::name)
        .filter(index -> !existing.contains(index))
        .forEach(
            index ->
                findings.add(
                    warning(
                        what
                            + " needs the index "
                            + index
                            + ", but the table "
                            + table
                            + " does not have it, so it serves no query.")));
  }

  private void checkSystemTable(String table, List<ConfigurationFinding> findings) {
    state("larder.system-table", table, findings)
        .ifPresent(
            state -> {
              if (!SystemTable.KEY.key().equals(state.schema().key())) {
                findings.add(
                    fatal(
                        CollectionRegistry.wrongKey(
                            "larder.system-table", SystemTable.KEY, table, state.schema())));
              }
              if (!state.ttlAttribute().equals(Optional.of(SystemTable.EXPIRES))) {
                findings.add(
                    warning(wrongTtl("larder.system-table", SystemTable.EXPIRES, table, state)));
              }
            });
  }

  private Optional<TableState> state(
      String setting, String table, List<ConfigurationFinding> findings) {
    try {
      TableState state = tables.state(table);
      if (!IN_USE.contains(state.status())) {
        findings.add(
            warning(
                setting
                    + " is "
                    + table
                    + ", which is "
                    + state.status()
                    + "; it should be ACTIVE."));
      }
      return Optional.of(state);
    } catch (TableDescriptionException e) {
      // IAM applies a new permission some seconds after it was granted, so a denial may pass.
      findings.add(new ConfigurationFinding(e.finding(setting), !e.denied()));
      return Optional.empty();
    } catch (ProblemException e) {
      findings.add(
          warning(
              setting + " is " + table + ", but DynamoDB did not describe it: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static ConfigurationFinding fatal(String text) {
    return new ConfigurationFinding(text, true);
  }

  private static ConfigurationFinding warning(String text) {
    return new ConfigurationFinding(text, false);
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
