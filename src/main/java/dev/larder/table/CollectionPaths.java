package dev.larder.table;

import dev.larder.table.model.ItemPath;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the collections at whose paths requests are. */
public final class CollectionPaths {
  /**
   * What is at a path.
   *
   * @param collection the name of the collection
   * @param values the values of the path's variables, percent-encoded
   * @param isItem whether it is the path of an item, not of a list
   */
  public record Target(String collection, List<String> values, boolean isItem) {}

  private record Candidate(String collection, ItemPath path, boolean isItem) {
    Optional<Target> target(List<String> segments) {
      return path.values(segments).map(values -> new Target(collection, values, isItem));
    }
  }

  /** By the word with which the path begins. */
  private final Map<String, List<Candidate>> candidates;

  /** The paths of items, by collection. */
  private final Map<String, ItemPath> items;

  /**
   * @param paths of the items of the collections that the model declares, by the collections' names
   */
  CollectionPaths(Map<String, ItemPath> paths) {
    this.items = Map.copyOf(paths);
    this.candidates =
        new TreeMap<>(paths)
            .entrySet().stream()
                .flatMap(path -> candidates(path.getKey(), path.getValue()))
                .sorted(
                    Comparator.comparing((Candidate candidate) -> !candidate.isItem())
                        .thenComparing(candidate -> -candidate.path().words()))
                .collect(Collectors.groupingBy(candidate -> candidate.path().first()));
  }

  private static Stream<Candidate> candidates(String collection, ItemPath path) {
    return Stream.concat(
        Stream.of(new Candidate(collection, path, true)),
        path
            .list()
            .filter(list -> !list.variables().isEmpty())
            .map(list -> new Candidate(collection, list, false))
            .stream());
  }

  /**
   * What the model has at a path.
   *
   * @param path percent-encoded
   */
  public Optional<Target> find(String path) {
    if (candidates.isEmpty() || path.length() < 2) {
      return Optional.empty();
    }
    int end = path.indexOf('/', 1);
    List<Candidate> served = candidates.get(path.substring(1, end < 0 ? path.length() : end));
    if (served == null) {
      return Optional.empty();
    }
    List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
    return served.stream()
        .map(candidate -> candidate.target(segments))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * The path of a collection's items, if a path by its name and key is not that.
   *
   * @param first the first segment of such a path
   */
  public Optional<ItemPath> pathOf(String first) {
    return Optional.ofNullable(items.get(first));
  }
}
