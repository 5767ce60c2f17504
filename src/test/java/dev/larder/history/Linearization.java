package dev.larder.history;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks for an order of operations in which each is possible, that keeps to their times: all that
 * are certain, and any others. All items are one state, so that an operation has all its steps at
 * once.
 *
 * <p>That an operation which is not certain has happened is supposed only where the next one is not
 * possible otherwise, or where it is about several items or keeps some of one: before others it
 * could be left out, or come later.
 *
 * @see <a href="https://doi.org/10.1002/cpe.3928">Gavin Lowe, Testing for linearizability</a>
 */
final class Linearization {
  /** States after which the search gives up. */
  private static final int MOST_STATES = 1_000_000;

  /** Operations that are not certain, one after the other, before one that is. */
  private static final int MOST_SUPPOSED = 3;

  private final List<Operation> certain;
  private final List<Operation> doubtful;
  private final Set<Node> seen = new HashSet<>();
  private Node furthest = new Node(Map.of(), new BitSet());

  /**
   * @param done those of {@link #certain} by their index, then those of {@link #doubtful}
   */
  private record Node(Map<String, Content> items, BitSet done) {}

  Linearization(List<Operation> operations) {
    certain =
        operations.stream()
            .filter(Operation::certain)
            .sorted(Comparator.comparingLong(Operation::earliest))
            .toList();
    doubtful = operations.stream().filter(operation -> !operation.certain()).toList();
  }

  /**
   * Whether there is such an order.
   *
   * @throws IllegalStateException where that is too much to find out
   */
  boolean exists() {
    Deque<Iterator<Node>> path = new ArrayDeque<>();
    path.push(Stream.of(furthest).iterator());
    while (!path.isEmpty()) {
      if (!path.peek().hasNext()) {
        path.pop();
        continue;
      }
      Node node = path.peek().next();
      if (!seen.add(node)) {
        continue;
      }
      if (seen.size() > MOST_STATES) {
        throw new IllegalStateException("More than " + MOST_STATES + " states");
      }
      if (certainOf(node) > certainOf(furthest)) {
        furthest = node;
      }
      if (certainOf(node) == certain.size()) {
        return true;
      }
      path.push(next(node));
    }
    return false;
  }

  private int certainOf(Node node) {
    return node.done().get(0, certain.size()).cardinality();
  }

  /** The items where the search came to its furthest. */
  Map<String, Content> furthestItems() {
    return furthest.items();
  }

  /** Operations one of which would have to be possible there, and is not. */
  List<Operation> stuck() {
    return candidates(furthest).mapToObj(certain::get).toList();
  }

  /** The certain ones that may be next: none that is left has ended before. */
  private IntStream candidates(Node node) {
    long end = end(node);
    return IntStream.range(node.done().nextClearBit(0), certain.size())
        .takeWhile(i -> certain.get(i).earliest() < end)
        .filter(i -> !node.done().get(i));
  }

  /** When the first of the certain ones ends that are left. */
  private long end(Node node) {
    long end = Long.MAX_VALUE;
    for (int i = node.done().nextClearBit(0);
        i < certain.size() && certain.get(i).earliest() < end;
        i = node.done().nextClearBit(i + 1)) {
      end = Math.min(end, certain.get(i).latest());
    }
    return end;
  }

  private Iterator<Node> next(Node node) {
    long end = end(node);
    int[] candidates =
        candidates(node)
            .boxed()
            .sorted(Comparator.comparingLong(i -> certain.get(i).latest()))
            .mapToInt(i -> i)
            .toArray();
    return Stream.<Supplier<Stream<Node>>>of(
            () -> IntStream.of(candidates).boxed().flatMap(i -> after(node, i).stream()),
            () -> IntStream.of(candidates).boxed().flatMap(i -> supposing(node, i, end, 0)),
            () -> leavingTraces(node, end).flatMap(i -> after(node, i).stream()),
            () -> leavingTraces(node, end).flatMap(i -> supposing(node, i, end, 0)))
        .flatMap(Supplier::get)
        .iterator();
  }

  /** The ones that are not certain and leave traces. */
  private Stream<Integer> leavingTraces(Node node, long end) {
    return doubtful(node, end).filter(i -> doubtful.get(i - certain.size()).leavesTraces());
  }

  /** The nodes after an operation that is possible once others have happened. */
  private Stream<Node> supposing(Node node, int index, long end, int supposed) {
    Optional<Node> after = after(node, index);
    if (after.isPresent()) {
      return supposed == 0 ? Stream.empty() : after.stream();
    }
    return supposed == MOST_SUPPOSED
        ? Stream.empty()
        : doubtful(node, end)
            .filter(i -> i != index)
            .flatMap(i -> after(node, i).stream())
            .flatMap(then -> supposing(then, index, end, supposed + 1));
  }

  private Stream<Integer> doubtful(Node node, long end) {
    return IntStream.range(0, doubtful.size())
        .filter(i -> doubtful.get(i).earliest() < end)
        .map(i -> certain.size() + i)
        .filter(i -> !node.done().get(i))
        .boxed();
  }

  private Optional<Node> after(Node node, int index) {
    Operation operation =
        index < certain.size() ? certain.get(index) : doubtful.get(index - certain.size());
    return operation
        .apply(node.items())
        .map(
            items -> {
              BitSet done = (BitSet) node.done().clone();
              done.set(index);
              return new Node(items, done);
            });
  }
}
